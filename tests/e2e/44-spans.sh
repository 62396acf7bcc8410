# 44-spans.sh -- offsets to the character, and the same lines again.
. "$(dirname "$0")/lib.sh"
shared=${SHARED:-$tests/../../shared}/data
stories=("$tests/data/stories.jsonl" "$tests/../sink/demo/stories.jsonl")
for f in attribution/polnear-dev.jsonl times/aquaint-timeml.jsonl; do
	if [ -r "$shared/$f" ]; then
		stories+=("$shared/$f")
	else
		echo "skip - 44-spans.sh: no $shared/$f"
	fi
done
python3 -B "$tests/e2e/spans.py" "$cw" "${stories[@]}" > "$tmp/spans.out" 2>&1
status=$?
cat "$tmp/spans.out"
[ $status -eq 0 ] || failures=$((failures + 1))
finish
