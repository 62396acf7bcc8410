# 06-bad-input.sh -- a table of bad input; see bad_input.py.
exec python3 -B "$(dirname "$0")/bad_input.py" "$@"
