# 42-deb.sh -- the Debian packages: lintian has nothing to say, they install,
# run, and leave when they are purged.
. "$(dirname "$0")/lib.sh"
[ "$(basename "$BUILD")" = build ] || skip "the plain build is what is packaged"
for tool in dpkg-buildpackage dh fakeroot lintian; do
	command -v $tool > /dev/null || skip "$tool is not installed"
done
cd "$tests/.." || exit 1
unset MAKEFLAGS MAKELEVEL CFLAGS
deb=$BUILD/deb
arch=$(dpkg-architecture -qDEB_HOST_ARCH)
lib=usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)

if ! make -s deb > "$tmp/deb.log" 2>&1; then
	fail "make deb" "$(tail -n 20 "$tmp/deb.log")"
	finish
fi
pass "make deb"
lintian --allow-root --fail-on error,warning --pedantic "$deb"/*.changes \
    > "$tmp/lintian" 2>&1
is "lintian accepts them" "$? $(grep '^[EWP]:' "$tmp/lintian")" "0 "

# ---- what is in them ----

# holds PACKAGE PATH...: the package has these files.
holds() {
	local package=$1 file
	shift
	dpkg-deb -c "$deb/${package}"_*_"$arch.deb" | sed 's/ -> .*//' |
	    awk '{ print $NF }' > "$tmp/contents"
	for file in "$@"; do
		check "$package has $file" grep -qx -e "./$file" "$tmp/contents"
	done
}
holds claimwire usr/bin/claimwire usr/bin/claimwire-producer \
    usr/bin/claimwire-worker usr/bin/claimwire-sink \
    etc/claimwire/claimwire.conf lib/systemd/system/claimwire.service \
    usr/share/man/man1/claimwire.1.gz \
    usr/share/bash-completion/completions/claimwire
holds libclaimwire0 "$lib/libclaimwire.so.0"
holds libclaimwire-dev usr/include/claimwire.h "$lib/libclaimwire.so" \
    "$lib/libclaimwire.a" "$lib/pkgconfig/libclaimwire.pc" \
    usr/share/man/man3/libclaimwire.3.gz
is "what may be edited is known to dpkg" \
    "$(dpkg-deb -I "$deb"/claimwire_*_"$arch.deb" conffiles)" \
    "/etc/claimwire/claimwire.conf
/etc/default/claimwire"

# ---- installed, run, purged ----

# A root folder of its own.  Maintainer scripts run with DPKG_ROOT set; where
# systemd runs they would ask it to start what is not there.
[ ! -d /run/systemd/system ] || skip "systemd runs here: nothing is installed"
[ "$(id -u)" -eq 0 ] || skip "only root installs packages"
root=$tmp/root
mkdir -p "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/info"
touch "$root/var/lib/dpkg/status"
in_root() {
	dpkg --root="$root" --log=/dev/null --force-script-chrootless \
	    --force-depends "$@"
}
check "they install" in_root -i "$deb"/claimwire_*_"$arch.deb" \
    "$deb"/libclaimwire0_*_"$arch.deb" "$deb"/libclaimwire-dev_*_"$arch.deb"
has "the service has a user" "$(cat "$root/etc/passwd")" \
    "/var/lib/claimwire:/usr/sbin/nologin"
check "the service is enabled" test -L \
    "$root/etc/systemd/system/multi-user.target.wants/claimwire.service"
has "the command runs" "$("$root/usr/bin/claimwire" --version)" "claimwire "
check "the demonstration runs" "$root/usr/bin/claimwire" demo --once \
    -c "$root/etc/claimwire/claimwire.conf" -o http=off
export PKG_CONFIG_PATH=$root/$lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1
read -r -a flags < <(pkg-config --cflags --libs libclaimwire)
check "the example is built as its comment says" cc -o "$tmp/follow" \
    "$root/usr/share/doc/libclaimwire-dev/examples/follow.c" "${flags[@]}"
has "and runs" "$(LD_LIBRARY_PATH="$root/$lib" "$tmp/follow" "$tmp/x" \
    "$tmp/none" 2>&1)" "no claimwire has run here"
check "they go" in_root --purge claimwire libclaimwire-dev libclaimwire0
is "and leave nothing of theirs" \
    "$(cd "$root" && find . -name '*claimwire*' ! -path './var/lib/dpkg/*')" ""
finish
