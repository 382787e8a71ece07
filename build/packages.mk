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

# libfdt comes without a .pc file in Debian 12
PKG_EXISTS = $(if $(filter libfdt,$(1)),$(wildcard /usr/include/libfdt.h),$(shell pkg-config --exists $(1) 2>/dev/null && echo yes))
MISSING := $(foreach p,$(PACKAGES),$(if $(call PKG_EXISTS,$(p)),,$(DEBIAN_$(p))))
PKG_CFLAGS := $(shell pkg-config --cflags $(filter-out libfdt,$(PACKAGES)) 2>/dev/null)
$(foreach p,$(filter-out libfdt,$(PACKAGES)),$(eval PKG_LIBS_$(p) := $(shell pkg-config --libs $(p) 2>/dev/null)))

PKG_LIBS_libfdt := $(if $(wildcard /usr/lib/*/libfdt.a),-l:libfdt.a,-lfdt)

.PHONY: packages
packages:
ifneq ($(strip $(MISSING)),)
	@echo "missing libraries; install them with:" >&2
	@echo "  apt-get install $(strip $(MISSING))" >&2
	@exit 1
endif
