# 35-browser.sh -- the page in headless Chromium, on the real pipeline; see
# tests/browser/page.py.  Debian's selenium is of Debian's python3.
python=python3
"$python" -c 'import selenium' 2> /dev/null || python=/usr/bin/python3
exec "$python" -B "$(dirname "$0")/../browser/page.py" "$@"
