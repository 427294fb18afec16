#!/bin/sh
# Puts dexdump, which exodus-core calls, beside the peers where the machine has none: unpacked from Debian's own
# packages, without root. Without apt-get the benchmark says what it lacks.
set -eu
place="$1"
command -v dexdump >/dev/null 2>&1 && exit 0
command -v apt-get >/dev/null 2>&1 && command -v dpkg >/dev/null 2>&1 || exit 0
mkdir -p "$place/packages"
cd "$place/packages"
apt-get download dexdump android-libart android-libbase android-liblog android-libziparchive android-libbacktrace \
  android-libnativebridge android-libnativeloader p7zip p7zip-full liblz4-1 >/dev/null 2>&1 || exit 0
for package in *.deb; do dpkg -x "$package" ..; done
