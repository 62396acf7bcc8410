# 43-accuracy.sh -- the engine is as good as the record says: where the data
# lie beside the project.
. "$(dirname "$0")/lib.sh"
shared=${SHARED:-$tests/../../shared}
run=$tests/accuracy/run.py

code "an accuracy without data is an error" 2 \
    python3 -B "$run" "$tmp/nowhere" --build "$BUILD"
[ -d "$shared/data" ] || skip "no $shared/data"

code "no figure is more than half a point below its record" 0 \
    python3 -B "$run" "$shared/data" --build "$BUILD"

# A record that is too good for any engine: the fall is seen.
mkdir "$tmp/copy"
sed 's/: [0-9.]*/: 101/' "$tests/accuracy/recorded.json" \
    > "$tmp/copy/recorded.json"
cp "$run" "$tests/accuracy/copies.py" "$tmp/copy"
code "a fall fails" 1 \
    python3 -B "$tmp/copy/run.py" "$shared/data" --build "$BUILD"
has "and says what fell" "$(cat "$tmp/code.out")" \
    "polnear-dev content.exact: "
finish
