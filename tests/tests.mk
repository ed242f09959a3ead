# Tests: each tests/AREA/test_*.c is a cmocka program, linked with the floor it tests and what is below.

INC_TESTS := -Itests/support
$(OBJ)/tests/wire/%.o:      INCLUDES := $(INC_TESTS) $(INC_WIRE)
$(OBJ)/tests/firmware/%.o:  INCLUDES := $(INC_TESTS) $(INC_WIRE) -Ifirmware/src
$(OBJ)/tests/simulator/%.o: INCLUDES := $(INC_TESTS) $(INC_WIRE) -Ifirmware/simulator
$(OBJ)/tests/image/%.o:     INCLUDES := $(INC_TESTS) $(INC_WIRE) -Ifirmware/simulator
$(OBJ)/tests/logger/%.o:    INCLUDES := $(INC_TESTS) $(INC_LOGGER)
$(OBJ)/tests/analysis/%.o:  INCLUDES := $(INC_TESTS) $(INC_ANALYSIS)
$(OBJ)/tests/report/%.o:    INCLUDES := $(INC_TESTS) $(INC_REPORT)
$(OBJ)/tests/compare/%.o:   INCLUDES := $(INC_TESTS) $(INC_COMPARE) -Itests/report
$(OBJ)/tests/report/test_jobs.o: INCLUDES := $(INC_TESTS) $(INC_REPORT) -Ianalyzer
$(OBJ)/tests/programs/%.o:  INCLUDES := $(INC_TESTS)
$(OBJ)/tests/accuracy/%.o:  INCLUDES := $(INC_TESTS)
$(OBJ)/tests/page/%.o:      INCLUDES := $(INC_TESTS)
$(OBJ)/tests/bench/%.o: INCLUDES := $(INC_WIRE) -Ifirmware/simulator
$(OBJ)/tests/bench/%.o: CPPFLAGS += $(SIMAVR_CPPFLAGS)
$(OBJ)/tests/simulator/%.o: CPPFLAGS += $(SIMAVR_CPPFLAGS)
$(OBJ)/tests/image/%.o:     CPPFLAGS += $(SIMAVR_CPPFLAGS)
# Where tests find programs and files; absolute, so that a test may change its folder.
$(OBJ)/tests/%.o: CPPFLAGS += -DBUILD_DIR='"$(abspath $(OUT))"' -DFIRMWARE_DIR='"$(abspath $(BUILD))/firmware"' \
                              -DSOURCE_DIR='"$(CURDIR)"'

TEST_LIBS_wire      := $(OUT)/libwire.a
TEST_LIBS_firmware  := $(OUT)/libdevice.a $(OUT)/libwire.a
TEST_LIBS_simulator := $(OUT)/libsimulator.a $(OUT)/libwire.a
TEST_LIBS_image     := $(OUT)/libsimulator.a $(OUT)/libwire.a
TEST_LIBS_logger    := $(OUT)/liblogger.a $(OUT)/libshared.a $(OUT)/libwire.a
TEST_LIBS_analysis  := $(OUT)/libanalyzer.a $(OUT)/libshared.a
TEST_LIBS_report    := $(OUT)/libanalyzer.a $(OUT)/libshared.a
TEST_LIBS_compare   := $(patsubst %,$(OBJ)/tests/report/%.o,svg_read payloads program_fixture made_session) \
                       $(OUT)/libanalyzer.a $(OUT)/libshared.a
TEST_LIBS_programs  :=

TEST_SYSLIBS_wire      :=
TEST_SYSLIBS_firmware  :=
TEST_SYSLIBS_simulator := $(SIMULATOR_LIBS)
TEST_SYSLIBS_image     := $(SIMULATOR_LIBS)
TEST_SYSLIBS_logger    := $(LOGGER_LIBS) -lm
TEST_SYSLIBS_analysis  := $(ANALYZER_LIBS)
TEST_SYSLIBS_report    := $(ANALYZER_LIBS)
TEST_SYSLIBS_compare   := $(ANALYZER_LIBS)
TEST_SYSLIBS_programs  := -ljansson -lm

TEST_AREAS := wire firmware simulator image logger analysis report compare programs
TESTS :=

# $(1) area. Helpers of an area (tests/AREA/*.c that are no test_*.c) are linked into each of its tests.
define test_area
TESTS_$(1) := $$(patsubst tests/%.c,$(OUT)/tests/%,$$(wildcard tests/$(1)/test_*.c))
TESTS += $$(TESTS_$(1))
$$(TESTS_$(1)): $(OUT)/tests/%: $(OBJ)/tests/%.o \
    $$(call objects,$$(filter-out tests/$(1)/test_%,$$(wildcard tests/$(1)/*.c))) $$(TEST_LIBS_$(1)) $(OUT)/libsupport.a
	@mkdir -p $$(@D)
	$$(call say,LINK)
	$$(Q)$$(CC) $$(LDFLAGS) -o $$@ $$^ $$(TEST_SYSLIBS_$(1)) -lcmocka -pthread
endef
$(foreach area,$(TEST_AREAS),$(eval $(call test_area,$(area))))

# Fuzz targets: each tests/fuzz/TARGET.c is linked with what FUZZ_WITH_TARGET names, and either with libFuzzer or with
# replay.c, which runs it over the inputs kept in tests/fuzz/corpus/TARGET/.
$(OBJ)/tests/fuzz/%.o:                  INCLUDES := $(INC_REPORT) -Itests/report
$(OBJ)/tests/fuzz/frame_decoder.o:      INCLUDES := $(INC_WIRE)
$(OBJ)/tests/fuzz/wire_mutator.o:       INCLUDES := $(INC_WIRE)
$(OBJ)/tests/fuzz/recorder.o:           INCLUDES := $(INC_LOGGER)
$(OBJ)/tests/fuzz/logger_arguments.o:   INCLUDES := $(INC_LOGGER)
$(OBJ)/tests/fuzz/device_commands.o:    INCLUDES := $(INC_WIRE) -Ifirmware/src -Itests/firmware
$(OBJ)/tests/fuzz/live_and_check.o:     INCLUDES := $(INC_LOGGER)
$(OBJ)/tests/fuzz/recorded_session.o:   INCLUDES := $(INC_LOGGER)
$(OBJ)/tests/fuzz/analyzer_arguments.o: INCLUDES := $(INC_REPORT) -Ianalyzer
$(OBJ)/tests/fuzz/session_list.o:       INCLUDES := $(INC_REPORT) -Ianalyzer
$(OBJ)/tests/fuzz/several.o:            INCLUDES := $(INC_COMPARE)
$(OBJ)/tests/fuzz/drafted_set.o:        INCLUDES := $(INC_COMPARE)

FUZZ_TARGETS := frame_decoder recorder recorded_session live_and_check device_commands metadata session_file \
                session_list several chart_script logger_arguments analyzer_arguments
FUZZ_WIRE := frame_decoder recorder recorded_session live_and_check
fuzz_objects = $(patsubst %,$(OBJ)/tests/%.o,$(1))
FUZZ_WITH_frame_decoder      := $(TEST_LIBS_wire)
FUZZ_WITH_recorder           := $(TEST_LIBS_logger)
FUZZ_WITH_recorded_session   := $(call fuzz_objects,fuzz/read_back) $(TEST_LIBS_logger) $(TEST_LIBS_analysis)
FUZZ_WITH_live_and_check     := $(TEST_LIBS_logger)
FUZZ_WITH_logger_arguments   := $(call fuzz_objects,fuzz/arguments) $(TEST_LIBS_logger)
FUZZ_WITH_device_commands    := $(call fuzz_objects,firmware/fake_hal firmware/command_check) $(TEST_LIBS_firmware)
FUZZ_WITH_metadata           := $(TEST_LIBS_analysis)
FUZZ_WITH_session_file       := $(call fuzz_objects,fuzz/memory_file fuzz/script_check fuzz/output_check) $(TEST_LIBS_report)
FUZZ_WITH_session_list       := $(call fuzz_objects,fuzz/memory_file) $(TEST_LIBS_report)
FUZZ_WITH_several            := $(call fuzz_objects,fuzz/drafted_set fuzz/script_check fuzz/output_check) $(TEST_LIBS_report)
FUZZ_WITH_chart_script       := $(call fuzz_objects,fuzz/script_check report/sample_result) $(TEST_LIBS_report)
FUZZ_WITH_analyzer_arguments := $(call fuzz_objects,fuzz/arguments) $(TEST_LIBS_report)
FUZZ_SYSLIBS := $(LOGGER_LIBS) $(ANALYZER_LIBS) -lcmocka -pthread

FUZZERS := $(FUZZ_TARGETS:%=$(OUT)/tests/fuzz/fuzz_%)
REPLAYS := $(FUZZ_TARGETS:%=$(OUT)/tests/fuzz/replay_%)
TESTS += $(REPLAYS)
# clang's sanitizer stands before the allocator that these would make fail: all of them would be passed over there.
ifeq ($(VARIANT),clang)
  TESTS := $(filter-out %/test_sweeps,$(TESTS))
endif
$(FUZZ_WIRE:%=$(OUT)/tests/fuzz/fuzz_%): $(call fuzz_objects,fuzz/wire_mutator)
.SECONDEXPANSION:
$(FUZZERS): $(OUT)/tests/fuzz/fuzz_%: $(OBJ)/tests/fuzz/%.o $$(FUZZ_WITH_$$*)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) -fsanitize=fuzzer $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(FUZZ_SYSLIBS)
$(REPLAYS): $(OUT)/tests/fuzz/replay_%: $(OBJ)/tests/fuzz/%.o $(OBJ)/tests/fuzz/replay.o $$(FUZZ_WITH_$$*)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(FUZZ_SYSLIBS)

# Preloaded into programs by their tests (no memory left, a pseudo-terminal that passes for a serial device, a bad disk,
# a clock that jumps), so never with sanitizers.
SHIMS := $(patsubst %.c,$(OUT)/tests/%.so,$(notdir $(wildcard tests/support/shim/*.c tests/logger/shim/*.c)))
vpath %_shim.c tests/support/shim tests/logger/shim
$(SHIMS): $(OUT)/tests/%.so: %.c
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(filter-out $(SANITIZE),$(CFLAGS)) -fPIC -shared -o $@ $<
$(TESTS_logger) $(TESTS_report): | $(SHIMS)
$(TESTS_image): | $(AVR_OUT)/usual_sketch.elf

$(OUT)/tests/accuracy: $(call objects,$(wildcard tests/accuracy/*.c)) $(OUT)/libsupport.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -ljansson -lm

$(OUT)/tests/page_check: $(call objects,$(wildcard tests/page/*.c)) $(OUT)/libsupport.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -ljansson

$(OBJ)/tests/bench/logger_bench.o: INCLUDES := $(INC_TESTS) $(INC_WIRE) -Itests/logger
$(OUT)/tests/logger_bench: $(call objects,$(addprefix tests/,bench/logger_bench.c logger/wire_text.c logger/device_pty.c)) \
    $(OUT)/libsupport.a $(OUT)/libwire.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^

$(OUT)/tests/firmware_bench: $(OBJ)/tests/bench/firmware_bench.o $(OUT)/libsimulator.a $(OUT)/libwire.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(SIMULATOR_LIBS)

# The plug of a USB adapter, in an emulated computer: needs make deps-usb. Not one of TESTS.
$(OBJ)/tests/usb/%.o: INCLUDES := $(INC_TESTS) $(INC_WIRE)
$(OUT)/tests/usb/test_usb: $(call objects,$(wildcard tests/usb/*.c)) $(OUT)/libsupport.a $(OUT)/libwire.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -ljansson -lcmocka -pthread
.PHONY: test-usb
test-usb: programs firmware $(OUT)/tests/usb/test_usb
	tests/support/run-tests.sh $(OUT)/tests/usb/test_usb

.PHONY: test run-tests check-house test-asan test-clang
# Run one variant's tests; `make run-tests ONLY=logger` those of one area.
run-tests: programs firmware $(TESTS)
	tests/support/run-tests.sh $(filter $(OUT)/tests/$(ONLY)%,$(TESTS))

# What goes wrong and what comes of it: docs/FAULTS.md. `make faults FAULTS_TRIES=50` for a glance.
.PHONY: faults
faults: FAULTS_TRIES ?= 1000
# Rows 43 to 58 and 67 to 69 are about session files and reports.
FAULTS_ANALYZER := $(addprefix $(OUT)/tests/,analysis/test_damaged_files analysis/test_foreign_files \
    analysis/test_table_shapes report/test_endless_input report/test_locales report/test_injection \
    report/test_program_safety report/test_sweeps)
# Once more for what leaks where memory fails.
FAULTS_LEAKS := $(addprefix $(BUILD)/asan/tests/,logger/test_scarce report/test_sweeps)
# Row 59 here is the inputs kept; `make fuzz` looks for new ones. Row 60 is `make test-tsan` and `make test-valgrind`.
faults: programs $(TESTS_logger) $(FAULTS_ANALYZER) $(REPLAYS)
	$(MAKE) VARIANT=asan programs $(FAULTS_LEAKS)
	FAULTS_TRIES=$(FAULTS_TRIES) tests/support/faults.sh "$$(seq -s ' ' 1 59) $$(seq -s ' ' 66 69)" $(TESTS_logger) \
	    $(FAULTS_ANALYZER) $(REPLAYS) $(FAULTS_LEAKS)

# Try to break what reads files and the wire: FUZZ_SECONDS for each target; `make fuzz FUZZ_TARGETS=recorder` one of them.
FUZZ_SECONDS ?= 60
.PHONY: fuzz fuzzers
fuzz:
	$(MAKE) VARIANT=fuzz fuzzers
	tests/fuzz/fuzz.sh $(FUZZ_SECONDS) $(BUILD)/fuzz $(FUZZ_TARGETS:%=$(BUILD)/fuzz/tests/fuzz/fuzz_%)
fuzzers: $(FUZZERS)

check-house:
	tests/house/check-house.sh

test: check-house programs firmware $(TESTS)
	$(MAKE) VARIANT=asan tests-built
	tests/support/run-tests.sh $(TESTS) $(patsubst $(OUT)/%,$(OUT)/asan/%,$(TESTS))

test-clang: firmware
	$(MAKE) VARIANT=clang run-tests

.PHONY: test-page
# Pages of all kinds of sessions as a browser shows them: nothing loaded, nothing said, enough contrast, no scrolling sideways on
# a phone, labels that do not cover each other. Needs make deps-dev.
test-page: programs $(OUT)/tests/page_check
	tests/page/check-pages.sh $(OUT)

.PHONY: check-sketch
# That the sketch builds with the Arduino tools as it is, to the very image that the tests run. Needs make deps-dev.
check-sketch: firmware
	tests/image/check-sketch.sh $(BUILD)

# Which lines and branches the tests run: a whole build and run of its own, of one area with ONLY. Needs make deps-dev.
ifeq ($(VARIANT),coverage)
  COUNTS_KEPT := $(OBJ)/tests/coverage/counts_kept.o
  $(PROGRAMS) $(TESTS): LDFLAGS += -Wl,--wrap=_exit $(COUNTS_KEPT)
  $(PROGRAMS) $(TESTS): | $(COUNTS_KEPT)
endif
.PHONY: coverage coverage-counted
coverage:
	$(MAKE) VARIANT=coverage coverage-counted
coverage-counted: programs firmware $(TESTS)
	tests/coverage/coverage.sh $(OUT) $(filter $(OUT)/tests/$(ONLY)%,$(TESTS))

# The logger's two threads under ThreadSanitizer: a slow suite of its own.
.PHONY: test-tsan tsan-watched
test-tsan:
	$(MAKE) VARIANT=tsan tsan-watched
tsan-watched: programs $(TESTS_logger)
	tests/support/tsan.sh $(filter $(OUT)/tests/$(ONLY)%,$(TESTS_logger))

# The suite under valgrind's memcheck, and the programs it starts: slow too. Of the logger those tests that start no
# program: the others have a roller at the far end of a wire that waits for nobody. Of the report all but test_sweeps, whose
# failing malloc would stand behind valgrind's own; with AddressSanitizer it looks for leaks too. Needs make deps-dev.
VALGRIND_LOGGER = $(filter-out $(patsubst tests/%.c,$(OUT)/tests/%,$(shell grep -l -e run_program -e logger_run -e terminal.h \
    -e serial_tree tests/logger/test_*.c)),$(TESTS_logger))
VALGRIND_TESTS = $(TESTS_wire) $(TESTS_firmware) $(VALGRIND_LOGGER) $(TESTS_analysis) \
                 $(filter-out %/test_sweeps,$(TESTS_report)) $(TESTS_compare) $(REPLAYS)
.PHONY: test-valgrind
test-valgrind: programs $(VALGRIND_TESTS)
	tests/support/valgrind.sh $(filter $(OUT)/tests/$(ONLY)%,$(VALGRIND_TESTS))

.PHONY: tests-built
tests-built: programs $(TESTS)

.PHONY: mutants
# Break each floor on purpose, in a copy, and see a test turn red (about ten minutes).
mutants:
	tests/house/mutants.sh
