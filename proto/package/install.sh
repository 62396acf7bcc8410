# install.sh install|uninstall -- put what was built where it belongs, or take
# it away again.  Run by make, in the project's top folder, with these set:
#   B PREFIX DESTDIR LIBDIR SYSCONFDIR UNITDIR VERSION
# Configuration that is there already is left alone, both times.
set -eu
what=$1
here=proto/package
root=$DESTDIR$PREFIX
lib=$DESTDIR$LIBDIR
man=$root/share/man
doc=$root/share/doc/claimwire
completions=$root/share/bash-completion/completions

# put MODE FROM TO: a file, or nothing in its place.
put() {
	if [ "$what" = install ]; then
		mkdir -p "$(dirname "$3")"
		install -m "$1" "$2" "$3"
	else
		rm -f "$3"
	fi
}

# point TO LINK: a symbolic link.
point() {
	if [ "$what" = install ]; then
		ln -sf "$1" "$2"
	else
		rm -f "$2"
	fi
}

# fill MODE FROM TO: a file with the names of places filled in.
fill() {
	sed -e "/^@hardening@$/{
r $here/systemd/hardening.conf
d
}" -e "s,@prefix@,$PREFIX,; s,@bindir@,$PREFIX/bin,; s,@libdir@,$LIBDIR,
	    s,@includedir@,$PREFIX/include,; s,@version@,$VERSION,
	    s,@sysconfdir@,$SYSCONFDIR,g" "$2" > "$B/filled"
	put "$1" "$B/filled" "$3"
	rm -f "$B/filled"
}

# keep MODE FROM TO: configuration, which belongs to whoever edits it.
keep() {
	[ "$what" = uninstall ] || [ -e "$3" ] || put "$1" "$2" "$3"
}

for p in claimwire claimwire-producer claimwire-worker claimwire-sink; do
	put 755 "$B/$p" "$root/bin/$p"
done

# The library.
so=libclaimwire.so.$VERSION
put 644 "$B/$so" "$lib/$so"
point "$so" "$lib/libclaimwire.so.0"
point libclaimwire.so.0 "$lib/libclaimwire.so"
put 644 "$B/libclaimwire.a" "$lib/libclaimwire.a"
put 644 proto/client/claimwire.h "$root/include/claimwire.h"
fill 644 $here/libclaimwire.pc.in "$lib/pkgconfig/libclaimwire.pc"

# Manual pages; each function of the library leads to its page.
for page in $here/man/*; do
	put 644 "$page" "$man/man${page##*.}/${page##*/}"
done
for f in $(sed -n 's/^\t\(claimwire_[a-z_]*\);/\1/p' \
    proto/client/claimwire.map); do
	point libclaimwire.3 "$man/man3/$f.3"
done

put 644 $here/completion/claimwire "$completions/claimwire"
for p in producer worker sink; do
	point claimwire "$completions/claimwire-$p"
done

# The service.
for unit in $here/systemd/*.service.in; do
	name=${unit##*/}
	fill 644 "$unit" "$DESTDIR$UNITDIR/${name%.in}"
done
put 644 $here/systemd/claimwire.target "$DESTDIR$UNITDIR/claimwire.target"
put 644 $here/systemd/claimwire.sysusers "$root/lib/sysusers.d/claimwire.conf"
"$B/claimwire" conf --template > "$B/claimwire.conf"
keep 644 "$B/claimwire.conf" "$DESTDIR$SYSCONFDIR/claimwire/claimwire.conf"
keep 644 $here/systemd/default "$DESTDIR$SYSCONFDIR/default/claimwire"

for f in README.md LICENSE proto/PROTOCOL.md workers/en/MODELS.md; do
	put 644 "$f" "$doc/${f##*/}"
done
for f in proto/examples/*; do
	mode=644
	[ ! -x "$f" ] || mode=755
	put $mode "$f" "$doc/examples/${f##*/}"
done
[ "$what" = install ] || rmdir "$doc/examples" "$doc" 2> /dev/null || true

# Programs find the library only after this.
if [ -z "$DESTDIR" ] && [ "$(id -u)" -eq 0 ]; then
	ldconfig
fi
