# 法治政府建设年度报告知识图谱 · rule-of-law reports as linked data: site, dereferencing, SPARQL; reading only.
#   docker build -t dashi-kg .
#   docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -p 8000:8000 dashi-kg
# Your own release: add  -v /path/to/folder:/srv/dashi-kg:ro  where folder/release was written by dashi-kg publish.
# A fixed base:   --build-arg BASE=python@sha256:…   (see SECURITY.md)
ARG PYTHON=3.12
ARG BASE=python:${PYTHON}-slim

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY pyproject.toml README.md ./
COPY dashi_kg ./dashi_kg
COPY ontology ./ontology
COPY data ./data
RUN python -m venv /opt/dashi-kg \
 && /opt/dashi-kg/bin/python -m pip install ".[serve]"
# the folder above the release is what is mounted: publish puts a new release in the place of the old within it
RUN /opt/dashi-kg/bin/dashi-kg publish --output /srv/dashi-kg/release

FROM ${BASE}
LABEL org.opencontainers.image.title="dashi-kg" \
      org.opencontainers.image.description="Rule-of-law reports as anchored, validated linked data"
ENV PATH=/opt/dashi-kg/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin dashi
COPY --from=build /opt/dashi-kg /opt/dashi-kg
COPY --from=build /srv/dashi-kg /srv/dashi-kg
USER 10001:10001
WORKDIR /srv/dashi-kg
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4).close()"]
ENTRYPOINT ["dashi-kg", "serve", "--host", "0.0.0.0", "--port", "8000"]
CMD ["/srv/dashi-kg/release"]
