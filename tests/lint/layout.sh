# layout.sh -- what may lie where, and who may include whom.
# Run in the project's top folder.
bad=0
say() { echo "lint: $*"; bad=1; }

for f in *; do
	case $f in
	producer | workers | sink | proto | tests | Makefile | README.md | \
	    LICENSE | build) ;;
	*) say "$f does not belong in the top folder" ;;
	esac
done
for d in producer workers sink sink/web proto proto/client proto/page; do
	[ -f $d/DESIGN.md ] || say "$d/DESIGN.md is missing"
done
# Every file has a header but programs; workers/DESIGN.md covers the folders
# within it.
for d in producer workers workers/en workers/train sink sink/web proto \
    proto/client proto/page; do
	for f in $d/*.c; do
		[ -f "$f" ] || continue
		stem=$(basename "$f" .c)
		case $stem in main | cli) continue ;; esac
		case $stem in cmd_*) continue ;; esac
		case $f in workers/train/train_*) continue ;; esac
		[ -f "$d/$stem.h" ] || [ -f "$d/${stem%_*}.h" ] ||
		    say "$f has no header"
	done
done
# Stems are unique across the folders (main.c apart).
for s in $(ls producer/*.c workers/*.c workers/*/*.c sink/*.c sink/web/*.c \
    proto/*.c proto/client/*.c proto/page/*.c |
    sed 's,.*/,,' | grep -v '^main\.c$' | sort | uniq -d); do
	say "$s stands in two folders"
done
# Folders within the folders, and the headers that leave this tree: they stand
# alone.
for f in producer/*/ workers/*/ sink/*/ sink/web/*/ proto/*/; do
	case $f in
	workers/en/ | workers/train/ | sink/web/ | sink/web/page/ | sink/demo/ | \
	    proto/client/ | proto/examples/ | proto/package/ | proto/page/ | *'*'*) ;;
	*) say "$f does not belong there" ;;
	esac
done
for f in workers/en/* workers/train/*; do
	case $f in
	*.[ch] | workers/en/*.model | workers/en/*.md | workers/train/*.sh | \
	    workers/train/*.py) ;;
	*) say "$f does not belong there" ;;
	esac
done
# Hashed weights, and no more of them than a clone bears.
size=$(cat workers/en/*.model | wc -c)
[ "$size" -le 20971520 ] || say "the models have $size bytes, more than 20 MB"
# What is trained with is no part of a worker.
grep -Hn '#include "\(workers/train/\|learner\.h\)' workers/*.[ch] \
    workers/en/*.[ch] && say "workers/train is for trainers only"
grep -Hn '#include "' proto/client/*.h proto/examples/* 2>/dev/null |
    grep -v '"claimwire\.h"' && say "this is not installed anywhere"
# A role sees itself and proto; proto sees proto.
for d in producer workers sink proto; do
	for o in producer workers sink; do
		[ $d = $o ] && continue
		grep -lrn "#include \"$o/" $d 2>/dev/null |
		    while read -r f; do echo "$f"; done | grep . &&
		    say "$d includes $o"
	done
done
# One place for each foreign interface.
only() { # HEADER FILES...: who may include it
	header=$1
	shift
	for f in $(grep -l "#include <$header>" producer/*.[ch] \
	    workers/*.[ch] workers/*/*.[ch] sink/*.[ch] sink/web/*.[ch] proto/*.[ch] \
	    proto/client/*.[ch] proto/page/*.[ch]); do
		case " $* " in *" $f "*) ;; *) say "$f includes $header" ;; esac
	done
}
only zmq.h proto/bus.c proto/zap.c
only sodium.h proto/hash.c proto/page/feedtext.c
only sqlite3.h producer/sq.c sink/*.[ch]
only libxml/parser.h producer/xmlin.c
only iconv.h proto/page/recode.c
only curl/curl.h producer/fetch.c
only zlib.h producer/gunzip.c
only microhttpd.h sink/web/conn.c sink/web/request.c sink/web/stream.c \
    sink/web/respond.c
for f in $(git ls-files '*.c' '*.h' 2>/dev/null); do
	n=$(wc -l <"$f")
	[ "$n" -le 600 ] || say "$f has $n lines, more than 600"
done
exit $bad
