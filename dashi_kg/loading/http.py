"""HTTP to a store: credentials that stay out of sight, retries where they are safe, one-line errors.

Credentials come from ``DASHI_KG_USER`` with ``DASHI_KG_PASSWORD``, from ``DASHI_KG_TOKEN``, or from ``~/.netrc``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from dashi_kg.errors import DashiError, of_system
from dashi_kg.language import Both

if TYPE_CHECKING:
    from requests import Response

TIMEOUT = (10.0, 600.0)
_BUSY = (429, 503)


_REMEDIES = {
    401: Both("请检查用户名和密码。", "Check the credentials."),
    403: Both("请检查该用户的权限。", "Check what the user may do."),
    404: Both("请检查地址和 --store。", "Check the address and --store."),
    507: Both("请为数据库腾出空间。", "Make space in the store."),
}
_SEE_LOG = Both("请查看数据库的日志。", "See the log of the store.")


class UnsureError(DashiError):
    """The connection broke after a change was sent: whether it took place is not known.

    Attributes:
        late: no answer came in time; the store may still be at it.
    """

    late = False


class Http:
    """Requests to one store.

    Args:
        url: an ``http(s)`` address without credentials.
        digest: whether the store asks for Digest rather than Basic credentials.
        retries: how often a request is tried again when the store is busy or the line breaks.
    """

    def __init__(self, url: str, *, digest: bool = False, retries: int = 5, pause: float = 0.5) -> None:
        import requests
        from requests.adapters import HTTPAdapter
        from requests.auth import HTTPDigestAuth
        from urllib3.util.retry import Retry

        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise DashiError(
                Both(f"“{url}”不是 http(s) 地址", f"“{url}” is not an http(s) address"),
                remedy=Both("请写成 http://127.0.0.1:7878 的样子。", "Write it like http://127.0.0.1:7878."),
            )
        if parts.username or parts.password:
            raise DashiError(
                Both(
                    "地址里写有用户名或密码，而地址会记入日志",
                    "the address has credentials in it, and addresses are logged",
                ),
                remedy=Both(
                    "请改用环境变量 DASHI_KG_USER 和 DASHI_KG_PASSWORD，或 ~/.netrc。",
                    "Use DASHI_KG_USER and DASHI_KG_PASSWORD, or ~/.netrc.",
                ),
            )
        self.url = url.rstrip("/")
        self.session = requests.Session()
        user, password = os.environ.get("DASHI_KG_USER"), os.environ.get("DASHI_KG_PASSWORD", "")
        if token := os.environ.get("DASHI_KG_TOKEN"):
            self.session.auth = _bearer(token)
        elif user:
            # as bytes: names and passwords may be Chinese
            pair: Any = (user.encode("utf-8"), password.encode("utf-8"))
            self.session.auth = HTTPDigestAuth(user, password) if digest else pair
        elif digest and (found := requests.utils.get_netrc_auth(url)):
            self.session.auth = HTTPDigestAuth(*found)
        patient = Retry(
            total=retries, backoff_factor=pause, status_forcelist=_BUSY, allowed_methods=None,
            raise_on_status=False, respect_retry_after_header=True,
        )  # fmt: skip
        # a change that may have happened is not sent twice: only where the store said “later”, or was not reached
        careful = patient.new(read=0, other=0)
        self._adapters = {False: HTTPAdapter(max_retries=patient), True: HTTPAdapter(max_retries=careful)}

    def send(
        self, method: str, url: str, *, change_once: bool = False, allow: tuple[int, ...] = (), **more: Any
    ) -> Response:
        """One request.

        Args:
            change_once: never repeat it once it was sent.
            allow: statuses besides 2xx that are answers, not errors.

        Raises:
            DashiError: the store is not reached, or refuses. :class:`UnsureError` where a change may have happened.
        """
        import requests

        for prefix in ("http://", "https://"):
            self.session.mount(prefix, self._adapters[change_once])
        try:
            # a change that is redirected arrives as a GET without a body, is answered, and changes nothing
            answer = self.session.request(
                method, url, timeout=TIMEOUT, allow_redirects=method in ("GET", "HEAD"), **more
            )
        except requests.RequestException as error:
            kind = (
                UnsureError if change_once and not isinstance(error, requests.ConnectTimeout) else DashiError
            )
            failed = kind(
                _failed(error),
                remedy=Both(
                    "请检查数据库是否在运行、地址和端口是否正确，再运行同一命令。",
                    "Check that the store is running and that address and port are right, then run the same command again.",
                ),
                file=self.url,
            )
            if isinstance(failed, UnsureError):
                failed.late = _is_late(error)
            raise failed from None
        if answer.status_code in allow or (answer.ok and not answer.is_redirect):
            return answer
        if answer.is_redirect:
            where = urljoin(url, answer.headers["Location"])
            raise DashiError(
                Both(
                    f"地址已改为 {where}（HTTP {answer.status_code}）",
                    f"the address has moved to {where} (HTTP {answer.status_code})",
                ),
                remedy=Both("请改用新地址。", "Give the new address."),
                file=self.url,
            )
        words = " ".join(answer.content[:300].decode("utf-8", "replace").split())
        remedy = _REMEDIES.get(answer.status_code, _SEE_LOG)
        if "no space" in words.lower():
            remedy = _REMEDIES[507]
        raise DashiError(
            Both(
                f"数据库拒绝（HTTP {answer.status_code}）：{words or answer.reason}",
                f"the store refused (HTTP {answer.status_code}): {words or answer.reason}",
            ),
            remedy=remedy,
            file=self.url,
        )


def _bearer(token: str) -> Any:
    def add(request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return add


def _is_late(error: BaseException) -> bool:
    """Whether the last reason is that no answer came in time."""
    from urllib3.exceptions import ReadTimeoutError

    seen: list[BaseException | None] = [error]
    for one in seen:
        if isinstance(one, (ReadTimeoutError, TimeoutError)):
            return True
        if one is not None:
            seen += [
                one.__cause__,
                getattr(one, "reason", None),
                *(a for a in one.args if isinstance(a, Exception)),
            ]
    return False


def _failed(error: Exception) -> Both:
    """The innermost reason, without addresses of objects."""
    inner: BaseException = error
    while inner.__cause__ or inner.__context__:
        inner = inner.__cause__ or inner.__context__  # type: ignore[assignment]
    words = of_system(inner)
    return Both(f"连接失败：{words.zh}", f"the connection failed: {words.en}")
