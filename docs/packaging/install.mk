# make install, make uninstall, make deb, and the test of the package.
#
# make install PREFIX=/usr/local DESTDIR=   programs, firmware images, man pages, completion, udev rule, documents.
# The programs find their files relative to themselves, so the complete folder may be moved.

PREFIX ?= /usr/local
DESTDIR ?=
INSTALL ?= install
TARGET = $(DESTDIR)$(PREFIX)
# The folders below the prefix in which the shells and udev look for files.
BASH_COMPLETION := share/bash-completion/completions
ZSH_COMPLETION  := share/zsh/$(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)
FISH_COMPLETION := share/fish/vendor_completions.d
UDEV_RULES      := lib/udev/rules.d
METAINFO        := share/metainfo
METAINFO_FILE   := org.example.foam_roller.metainfo.xml
DESKTOP         := share/applications/foam-roller.desktop
ICON            := share/icons/hicolor/scalable/apps/foam-roller.svg
FIRMWARE_FOLDER  := share/foam-roller/firmware
DOC_FOLDER      := share/doc/foam-roller

INSTALLED_PROGRAMS := $(notdir $(PROGRAMS))
INSTALLED_DOCS := README.md $(wildcard docs/*.md docs/*.svg docs/*.png docs/figures/*.svg docs/scale/* docs/schema/*)
# All files that make install writes below the prefix, for make uninstall.
INSTALLED := $(INSTALLED_PROGRAMS:%=bin/%) $(INSTALLED_PROGRAMS:%=share/man/man1/%.1) \
             $(INSTALLED_PROGRAMS:%=$(BASH_COMPLETION)/%) $(ZSH_COMPLETION)/_foam_roller \
             $(INSTALLED_PROGRAMS:%=$(FISH_COMPLETION)/%.fish) $(UDEV_RULES)/60-foam-roller.rules $(METAINFO)/$(METAINFO_FILE) \
             $(DESKTOP) $(ICON) \
             $(foreach board,$(BOARDS),$(FIRMWARE_FOLDER)/$(board).elf $(FIRMWARE_FOLDER)/$(board).hex) \
             $(INSTALLED_DOCS:%=$(DOC_FOLDER)/%)

DEPS_DEB := build-essential dpkg-dev debhelper fakeroot lintian debootstrap appstream

.PHONY: deps-deb install uninstall deb test-deb
deps-deb:
	@tests/support/install-packages.sh $(DEPS) $(DEPS_DEB)

# install_file MODE FILE NAME: make the folder, which everybody may read, then install the file. Only GNU has install
# -D, so it is not used.
install_file = umask 022 && mkdir -p "$$(dirname $(3))" && $(INSTALL) -m $(1) $(2) $(3)
install: programs firmware
	$(Q)for program in $(INSTALLED_PROGRAMS); do \
	    $(call install_file,755,$(OUT)/$$program,"$(TARGET)/bin/$$program") && \
	    $(call install_file,644,docs/man/$$program.1,"$(TARGET)/share/man/man1/$$program.1") && \
	    $(call install_file,644,docs/completion/roller.bash,"$(TARGET)/$(BASH_COMPLETION)/$$program") && \
	    $(call install_file,644,docs/completion/foam-roller.fish,"$(TARGET)/$(FISH_COMPLETION)/$$program.fish") || exit; \
	done
	$(Q)$(call install_file,644,docs/completion/_foam_roller,"$(TARGET)/$(ZSH_COMPLETION)/_foam_roller")
	$(Q)$(call install_file,644,logger/60-foam-roller.rules,"$(TARGET)/$(UDEV_RULES)/60-foam-roller.rules")
	$(Q)$(call install_file,644,docs/packaging/$(METAINFO_FILE),"$(TARGET)/$(METAINFO)/$(METAINFO_FILE)")
	$(Q)$(call install_file,644,docs/packaging/foam-roller.desktop,"$(TARGET)/$(DESKTOP)")
	$(Q)$(call install_file,644,app/web/icon.svg,"$(TARGET)/$(ICON)")
	$(Q)for board in $(BOARDS); do \
	    $(call install_file,644,$(AVR_OUT)/$$board.hex,"$(TARGET)/$(FIRMWARE_FOLDER)/$$board.hex") && \
	    $(call install_file,644,$(AVR_OUT)/$$board.elf,"$(TARGET)/$(FIRMWARE_FOLDER)/$$board.elf") && \
	    avr-strip "$(TARGET)/$(FIRMWARE_FOLDER)/$$board.elf" || exit; \
	done
	$(Q)for document in $(INSTALLED_DOCS); do \
	    $(call install_file,644,$$document,"$(TARGET)/$(DOC_FOLDER)/$$document") || exit; \
	done
	@echo "Installed below $(TARGET). To use a roller without joining a group, plug it in again."

# Remove the installed files, and our own folders, which are empty then.
uninstall:
	$(Q)for file in $(INSTALLED); do rm -f "$(TARGET)/$$file" || exit; done
	$(Q)for folder in $(FIRMWARE_FOLDER) share/foam-roller $(DOC_FOLDER)/docs/scale $(DOC_FOLDER)/docs/schema $(DOC_FOLDER)/docs/figures $(DOC_FOLDER)/docs $(DOC_FOLDER); do \
	    [ ! -d "$(TARGET)/$$folder" ] || rmdir "$(TARGET)/$$folder" || exit; \
	done

# Build the Debian package from a copy of the sources, as Debian's build servers do, and check it with lintian.
deb:
	docs/packaging/build-deb.sh $(BUILD)/deb $(VERSION)

# Test the package in a fresh Debian 12: install it, run its programs, read its man pages, remove it (some minutes;
# needs root and a Debian mirror).
test-deb: deb
	tests/distro/test-deb.sh $(BUILD)/deb $(BUILD)/distro/packages/bookworm
