# 30-http.sh -- what the contract promises of every address; see promises.py.
exec python3 -B "$(dirname "$0")/promises.py" "$@"
