# SPDX-License-Identifier: GPL-2.0-or-later
# Asks pkg-config for each library once and names the Debian package of a missing one.
DEBIAN_libconfuse := libconfuse-dev
DEBIAN_libfdt     := libfdt-dev
DEBIAN_libarchive := libarchive-dev
DEBIAN_libdeflate := libdeflate-dev
DEBIAN_libcrypto  := libssl-dev
DEBIAN_fdisk      := libfdisk-dev
DEBIAN_cmocka     := libcmocka-dev
DEBIAN_libpcre2-8 := libpcre2-dev
DEBIAN_libzstd    := libzstd-dev
DEBIAN_ext2fs     := libext2fs-dev
DEBIAN_liblzma    := liblzma-dev
DEBIAN_liblz4     := liblz4-dev
DEBIAN_zlib       := zlib1g-dev
DEBIAN_bzip2      := libbz2-dev

# these come without a .pc file in Debian 12
HEADER_libfdt := libfdt.h
HEADER_bzip2  := bzlib.h
WITH_PC       := $(filter-out libfdt bzip2,$(PACKAGES))
PKG_EXISTS = $(if $(HEADER_$(1)),$(wildcard /usr/include/$(HEADER_$(1))),$(shell pkg-config --exists $(1) 2>/dev/null && echo yes))
MISSING := $(foreach p,$(PACKAGES),$(if $(call PKG_EXISTS,$(p)),,$(DEBIAN_$(p))))
PKG_CFLAGS := $(shell pkg-config --cflags $(WITH_PC) 2>/dev/null)
$(foreach p,$(WITH_PC),$(eval PKG_LIBS_$(p) := $(shell pkg-config --libs $(p) 2>/dev/null)))

PKG_LIBS_bzip2 := -lbz2
PKG_LIBS_libfdt := $(if $(wildcard /usr/lib/*/libfdt.a),-l:libfdt.a,-lfdt)

.PHONY: packages
packages:
ifneq ($(strip $(MISSING)),)
	@echo "missing libraries; install them with:" >&2
	@echo "  apt-get install $(strip $(MISSING))" >&2
	@exit 1
endif
