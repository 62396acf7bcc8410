# 40-install.sh -- what `make install` puts where: it runs from there, the
# manual pages tell all that the programs know, completion completes, systemd
# takes the units, a C program is built with the library.
. "$(dirname "$0")/lib.sh"
[ "$(basename "$BUILD")" = build ] || skip "the plain build is what is installed"
cd "$tests/.." || exit 1
root=$tmp/root
unset MAKEFLAGS MAKELEVEL

# Into a folder, as a packager would.
installed() {
	make -s "$1" PREFIX=/usr DESTDIR="$root" UNITDIR=/lib/systemd/system
}
check "make install" installed install
for p in claimwire claimwire-producer claimwire-worker claimwire-sink; do
	check "$p runs from there" "$root/usr/bin/$p" --version
done
etc=$root/etc/claimwire/claimwire.conf
check "the configuration is taken as it is" \
    "$root/usr/bin/claimwire" conf -c "$etc"
check "a pipeline runs from there" "$root/usr/bin/claimwire" run --once \
    -c "$etc" --data "$data" -o http=off "$tests/data/stories.jsonl"
echo "workers = 3" >> "$etc"
installed install
has "another install leaves the configuration alone" \
    "$("$root/usr/bin/claimwire" conf -c "$etc" --csv)" "workers,3,"

# ---- manual pages ----

for page in "$root"/usr/share/man/man*/*; do
	check "$(basename "$page") is there" test -s "$page"
done
check "the manual pages tell every command, option and key" \
    python3 tests/e2e/manuals.py "$root/usr"
if command -v mandoc > /dev/null; then
	check "mandoc finds nothing to complain about" \
	    mandoc -T lint -W warning "$root"/usr/share/man/man*/*
else
	echo "skip - 40-install.sh: mandoc is not installed"
fi

# ---- completion ----

# complete WORD...: what is offered for the last of them.
complete() {
	bash -c '
		compopt() { :; }
		. "$1/share/bash-completion/completions/claimwire"
		shift
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		case ${1##*/} in
		*-*) _claimwire_role ;;
		*) _claimwire ;;
		esac
		echo "${COMPREPLY[*]}"' - "$root/usr" "$root/usr/bin/$1" "${@:2}"
}
is "completion knows every command" "$(complete claimwire "" | tr ' ' '\n')" \
    "$("$cw" --help | sed -n 's/^  \([a-z]*\) .*/\1/p')"
is "commands that begin so" "$(complete claimwire --data /x reb)" "rebuild"
is "options of a command" "$(complete claimwire tail --si)" "--since"
is "common options" "$(complete claimwire --)" "--data --help --version"
is "kinds" "$(complete claimwire claims --kind "")" \
    "direct mixed indirect figure"
is "keys" "$(complete claimwire run -o job_c)" "job_cpu_ms="
is "a key's value does not hide the command" \
    "$(complete claimwire -o workers = 3 exp)" "export"
is "a value of its own is nobody's to guess" \
    "$(complete claimwire tail --limit "")" ""
is "a role's commands" "$(complete claimwire-producer acc)" "accounts"
is "a role's options" "$(complete claimwire-producer --o)" "--once"
for option in kind status type format color; do
	command=tail
	[ $option != format ] || command=export
	for word in $(complete claimwire $command --$option ""); do
		"$cw" $command --$option "$word" --data "$tmp/none" \
		    > "$tmp/word" 2>&1
		if [ $? -eq 1 ]; then
			fail "--$option $word is known" "$(cat "$tmp/word")"
		else
			pass "--$option $word is known"
		fi
	done
done
for word in $("$cw" claims --kind x --data "$tmp/none" 2>&1 |
    sed 's/.*--kind: //; s/, not .*//; s/[,]//g; s/ or / /') ; do
	has "completion knows the kind $word" \
	    "$(complete claimwire claims --kind "")" "$word"
done

# ---- systemd ----

if command -v systemd-analyze > /dev/null; then
	# What the units want of the system; empty stand-ins will do.
	for unit in network sysinit basic shutdown multi-user; do
		printf '[Unit]\nDescription=%s\n' $unit \
		    > "$root/lib/systemd/system/$unit.target"
	done
	(cd "$root/lib/systemd/system" &&
	    systemd-analyze verify --root="$root" --man=no claimwire.service \
	        claimwire.target claimwire-worker@1.service) \
	    > "$tmp/verify" 2>&1
	is "systemd takes the units" "$? $(cat "$tmp/verify")" "0 "
	for unit in claimwire claimwire-producer claimwire-worker@1 \
	    claimwire-sink; do
		check "$unit.service is not exposed" systemd-analyze security \
		    --offline=true --threshold=20 --root="$root" $unit.service
	done
	rm -f "$root"/lib/systemd/system/[!c]*.target
else
	echo "skip - 40-install.sh: systemd-analyze is not installed"
fi

# What the units leave a process of: nothing may be written but the data
# folder, no capabilities, no way to more.
if [ "$(id -u)" -eq 0 ] && bwrap --ro-bind / / true 2> /dev/null; then
	chmod 711 "$tmp"
	mkdir "$tmp/state"
	chown nobody "$tmp/state"
	# This tree may lie where nobody may look.
	cp "$tests/data/stories.jsonl" "$tmp/stories.jsonl"
	chmod 644 "$tmp/stories.jsonl"
	check "a pipeline runs within what the units leave it" \
	    setpriv --reuid=nobody --regid=nogroup --clear-groups \
	    --no-new-privs --bounding-set=-all bwrap --ro-bind / / \
	    --bind "$tmp/state" "$tmp/state" --proc /proc --dev /dev \
	    --cap-drop ALL --chdir / sh -c 'umask 077; exec "$@"' - \
	    "$root/usr/bin/claimwire" run --once -c "$etc" \
	    --data "$tmp/state" -o http=127.0.0.1:0 "$tmp/stories.jsonl"
else
	echo "skip - 40-install.sh: bwrap cannot be used here"
fi

# ---- the library ----

cat > "$tmp/host.c" << 'END'
#include <claimwire.h>
#include <stdio.h>
#include <string.h>

/* A name that the library has too, within. */
int
buf_append(void)
{
	return 0;
}

int
main(void)
{
	struct claimwire_options o = { sizeof o, "/nonexistent" };
	struct claimwire *c;
	char error[CLAIMWIRE_ERROR_SIZE] = "";

	if (strcmp(claimwire_version(), CLAIMWIRE_VERSION) != 0)
		return 1;
	if (claimwire_open(&o, &c, error, sizeof error) == 0)
		return 2;
	puts(error);
	return buf_append();
}
END
export PKG_CONFIG_PATH=$root/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1
read -r -a flags < <(pkg-config --cflags --libs libclaimwire)
check "a C program is built with the shared library" \
    cc -std=c11 -Wall -Wextra -o "$tmp/host" "$tmp/host.c" "${flags[@]}"
has "and runs with it" \
    "$(LD_LIBRARY_PATH=$root/usr/lib "$tmp/host")" "no claimwire has run here"
check "a C program is built with the static library" \
    cc -std=c11 -o "$tmp/static" "$tmp/host.c" -I"$root/usr/include" \
    "$root/usr/lib/libclaimwire.a" -lzmq -lmsgpackc
has "and runs alone" "$("$tmp/static")" "no claimwire has run here"
if command -v c++ > /dev/null; then
	echo '#include <claimwire.h>' > "$tmp/host.cc"
	check "the header is C++ too" c++ -Wall -Wextra -Wpedantic -Werror \
	    -fsyntax-only -I"$root/usr/include" "$tmp/host.cc"
fi

check "make uninstall" installed uninstall
is "only the configuration stays" "$(cd "$root" && find . ! -type d | sort)" \
    "./etc/claimwire/claimwire.conf
./etc/default/claimwire"
finish
