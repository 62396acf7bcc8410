# 61-wordings.sh -- other words for the same, from articles to `show --why`.
. "$(dirname "$0")/lib.sh"

cat > "$tmp/articles.jsonl" <<'END'
{"id": "x1", "outlet": "Marl Post", "published": "2031-03-05", "text": "“The dam will hold through the winter, whatever the engineers of Tarn say,” Ola Brandt said."}
{"id": "x2", "outlet": "Tarn Echo", "published": "2031-03-05", "text": "“The dam will hold through the winter,” Ola Brandt said."}
{"id": "x3", "outlet": "Elm Daily", "published": "2031-03-06", "text": "“The dam will not hold through the winter,” Ola Brandt said."}
END
code "the stories are taken" 0 "$cw" run --once --workers 1 --data "$data" -o http=off \
    "$tmp/articles.jsonl"
"$cw" claims --data "$data" --json > "$tmp/claims.json"
is "a quotation cut short is the same claim, a denied one is not" \
    "$(jq -r '.mentions' "$tmp/claims.json" | sort | tr '\n' ' ')" "1 2 "
id=$(jq -r 'select(.mentions == 2).id' "$tmp/claims.json")
"$cw" show "$id" --why --json --data "$data" > "$tmp/why.json"
is "show tells why, and how sure" \
    "$(jq -c '.wordings[] | [.mention, .like, .score > 0.6]' "$tmp/why.json")" \
    '["m2","m1",true]'
has "in words" "$(jq -r '.wordings[].why' "$tmp/why.json")" "the same words"
has "people see it too" "$("$cw" show "$id" --why --data "$data")" \
    "m2, like m1"
"$cw" export --data "$data" > "$tmp/before"
code "a rebuild goes well" 0 "$cw" rebuild --data "$data"
"$cw" export --data "$data" > "$tmp/after"
check "and changes nothing" cmp "$tmp/before" "$tmp/after"
code "the store is sound" 0 "$cw" check --data "$data"

cat > "$tmp/narrower.jsonl" <<'END'
{"id": "y1", "outlet": "Marl Post", "published": "2031-03-05", "text": "Ola Brandt said she would close the harbour of Tarn to trawlers."}
{"id": "y2", "outlet": "Tarn Echo", "published": "2031-03-05", "text": "Ola Brandt said she would temporarily close the harbour of Tarn to trawlers."}
{"id": "y3", "outlet": "Elm Daily", "published": "2031-03-05", "text": "Ola Brandt said that she will close the Tarn harbour to trawlers."}
END
code "more stories are taken" 0 "$cw" run --once --workers 1 \
    --data "$tmp/narrower" -o http=off "$tmp/narrower.jsonl"
is "other words are the same claim, with a word that narrows it another" \
    "$("$cw" claims --data "$tmp/narrower" --json | jq .mentions | sort |
        tr '\n' ' ')" "1 2 "
finish
