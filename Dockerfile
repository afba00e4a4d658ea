# The quiz service: `docker compose up` runs it as several containers, `docker run` as one on SQLite (docs/operators.md).

FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements/build.txt requirements/service.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/build.txt
RUN python -m venv /opt/grader \
 && /opt/grader/bin/pip install --no-cache-dir --require-hashes -r requirements/service.txt
COPY pyproject.toml README.md LICENSE ./
COPY tools tools
COPY reference reference
COPY exercises exercises
COPY grader grader
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels .
RUN /opt/grader/bin/pip install --no-cache-dir --no-deps --no-index /wheels/*.whl

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin grader \
 && install --directory --owner grader --group grader --mode 0700 /data
COPY --from=build /opt/grader /opt/grader
ENV PATH=/opt/grader/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    GRADER_DATA=/data
WORKDIR /data
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["grader", "serve", "--host", "0.0.0.0", "--port", "8000"]
