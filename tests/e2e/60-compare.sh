# 60-compare.sh -- two sentences judged by hand: what a person types.
. "$(dirname "$0")/lib.sh"

cat > "$tmp/pairs" <<'END'
{"id": "x1", "a": "The dam will hold, said Ola Brandt.", "b": "Ola Brandt said the dam will hold.", "a_meta": {"published": "2031-03-05"}}
{"id": "x2", "a": "Nine pumps failed, said Ola Brandt.", "b": "Seven pumps failed, said Ola Brandt.", "a_meta": {"published": "2031-03-05"}, "b_meta": {"published": "2031-03-07"}}

{"id": "x3", "a": "The dam will hold.", "b": 7}
not JSON
{"id": "x4", "a": "The mill burned down.", "b": "Orvane elected a mayor."}
END
code "bad lines are told of, the others are judged" 5 \
    "$BUILD/claimwire" compare "$tmp/pairs"
out=$(cat "$tmp/code.out")
has "the same in other order" "$out" '"id":"x1","same":true,"relation":"same"'
has "a later figure revises" "$out" '"id":"x2","same":false,"relation":"revised"'
has "nothing in common" "$out" '"id":"x4","same":false,"relation":"unrelated"'
has "and why" "$out" 'a later figure: 9 count and 7 count'
has "with file and line" "$out" 'pairs:4: "b" is no text'
has "twice" "$out" 'pairs:5: '
code "standard input will do" 0 "$BUILD/claimwire" compare - < /dev/null
code "a file that is not there is an error" 3 \
    "$BUILD/claimwire" compare "$tmp/nowhere"
code "two files are one too many" 1 "$BUILD/claimwire" compare a b
finish
