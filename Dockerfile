# The site and its commands in one image. Runs as nobody in particular, from a read-only root; see compose.yaml.
# Pin the base by its digest where you build: docker buildx imagetools inspect python:3.11-slim-bookworm
ARG PYTHON=python:3.11-slim-bookworm

FROM ${PYTHON} AS packages
COPY requirements.txt .
# Every package by its hash and as a wheel, of which nothing is run to install it; of flashtext, which hazm
# brings, there is none.
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
    --only-binary :all: --no-binary flashtext -r requirements.txt

FROM ${PYTHON}
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2 \
    DATA_DIR=/data LOG_FORMAT=json BIND=0.0.0.0:8000
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin rasteh \
 && install --directory --owner rasteh --group rasteh --mode 0700 /data
COPY --from=packages /venv /venv
WORKDIR /srv/rasteh
COPY manage.py ./
COPY archive archive
COPY search search
COPY templates templates
COPY static static
COPY deploy/gunicorn.py deploy/gunicorn.py
RUN SECRET_KEY=only-while-building DATA_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q archive search \
 && rm -rf /tmp/build
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as ask; ask.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "archive.wsgi", "--config", "deploy/gunicorn.py"]
