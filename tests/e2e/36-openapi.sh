# 36-openapi.sh -- what the server answers is what its OpenAPI document says.
. "$(dirname "$0")/lib.sh"

# One that has what the checker needs; which is not the one of a PATH that
# names another Python first.
for python in python3 /usr/bin/python3 none; do
	"$python" -c 'import jsonschema' 2> /dev/null && break
done
[ $python != none ] || skip "there is no jsonschema for Python here"

serving() {
	address=$(cat "$data/run/http" 2> "$tmp/none")
}

# The demonstration: its figures move, its stories are corrected.
start demo "$cw" demo --speed 1000 --data "$data" -o http=127.0.0.1:0 \
    --workers 1
check "the server starts" wait_until 30 serving
check "the stories are read" wait_until 60 committed 43
"$python" -B "$tests/e2e/openapi.py" "$address" \
    "$tests/../sink/web/route.c" > "$tmp/openapi.out" 2>&1
status=$?
cat "$tmp/openapi.out"
[ $status -eq 0 ] || failures=$((failures + 1))
finish
