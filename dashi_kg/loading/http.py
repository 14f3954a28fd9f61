"""HTTP to a store: credentials that stay out of sight, retries where they are safe, one-line errors.

Credentials come from ``DASHI_KG_USER`` with ``DASHI_KG_PASSWORD``, from ``DASHI_KG_TOKEN``, or from ``~/.netrc``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from dashi_kg.errors import DashiError

if TYPE_CHECKING:
    from requests import Response

TIMEOUT = (10.0, 600.0)
_BUSY = (429, 503)


class UnsureError(DashiError):
    """The connection broke after a change was sent: whether it took place is not known."""


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
                f"“{url}” is no http(s) address", remedy="Give one such as http://127.0.0.1:7878."
            )
        if parts.username or parts.password:
            raise DashiError(
                "the address has credentials in it, and addresses are logged",
                remedy="Use DASHI_KG_USER and DASHI_KG_PASSWORD, or ~/.netrc.",
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
            raise kind(
                f"the connection failed: {_cause(error)}", remedy="Run the same command again.", file=self.url
            ) from None
        if answer.status_code in allow or (answer.ok and not answer.is_redirect):
            return answer
        if answer.is_redirect:
            where = urljoin(url, answer.headers["Location"])
            raise DashiError(
                f"HTTP {answer.status_code}: 地址已转移 the address has moved to {where}",
                remedy="请改用新地址。 Give the new address.",
                file=self.url,
            )
        words = " ".join(answer.content[:300].decode("utf-8", "replace").split())
        remedy = {
            401: "Check the credentials.",
            403: "Check what the user may do.",
            404: "Check the address and --store.",
            507: "Make space in the store.",
        }.get(answer.status_code, "See the log of the store.")
        if "no space" in words.lower():
            remedy = "Make space in the store."
        raise DashiError(f"HTTP {answer.status_code}: {words or answer.reason}", remedy=remedy, file=self.url)


def _bearer(token: str) -> Any:
    def add(request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return add


def _cause(error: Exception) -> str:
    """The innermost reason, without addresses of objects."""
    inner: BaseException = error
    while inner.__cause__ or inner.__context__:
        inner = inner.__cause__ or inner.__context__  # type: ignore[assignment]
    return str(inner) or type(inner).__name__
