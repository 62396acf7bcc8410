# 03-seeds.sh -- five real stories, where they lie beside the project.
. "$(dirname "$0")/lib.sh"
seeds=${SHARED:-$tests/../../shared}/seeds/articles.jsonl
[ -r "$seeds" ] || skip "no $seeds"

code "five stories are run" 0 "$cw" run --once --data "$data" "$seeds"
is "all five are committed" "$(field committed)" 5

"$cw" claims --data "$data" --json > "$tmp/claims"
# (She said much the same on another day, at greater length.)
joly="[c for c in d if 'negotiate in public' in c['text'] and 'Joly' in
    (c['speaker'] or {'name': ''})['name'] and c['outlets'] >= 2]"
is "Joly's words are one claim of at least two outlets" \
    "$(json "$tmp/claims" "len($joly)")" 1
id=$(json "$tmp/claims" "${joly}[0]['id']")

"$cw" export --data "$data" > "$tmp/export"
is "and so they are in the export" "$(json "$tmp/export" \
    "len({m['outlet'] for m in d
        if '$id' in m.get('claim', [])}) >= 2")" True
is "under the ids that they came with" "$(json "$tmp/export" \
    "all(m['article'].startswith('seed-') for m in d if 'from' not in m)")" True
finish
