# 53-crawl.sh -- feeds read through kills, errors and stalls; see crawl.py.
exec python3 -B "$(dirname "$0")/crawl.py" "$@"
