# make bench: every benchmark in one run; docs/BENCHMARKS.md describes the method.

DEPS_BENCH := python3 python3-numpy python3-pandas python3-serial mawk miller
DEPS_SLURM := slurm-wlm munge parallel perl

.PHONY: deps-bench deps-slurm bench bench-analyzer bench-logger bench-events test-slurm
deps-bench:
	@tests/support/install-packages.sh $(DEPS) $(DEPS_BENCH)
deps-slurm:
	@tests/support/install-packages.sh $(DEPS) $(DEPS_SLURM)

BENCHES := bench-analyzer bench-logger bench-events bench-report bench-firmware
# One after the other, even with -j: they must not disturb each other.
bench: programs firmware
	@for bench in $(BENCHES); do echo; echo "## $$bench"; echo; $(MAKE) --no-print-directory -j1 $$bench || exit; done

# The logger compared with cat and a pyserial loop: about three minutes.
bench-logger: programs $(OUT)/tests/logger_bench
	$(OUT)/tests/logger_bench $(OUT)/roller-logger tests/bench/pyserial_loop.py

# How late another program learns where the roller is, and what that costs: about a minute.
bench-events: programs $(OUT)/tests/event_bench
	$(OUT)/tests/event_bench $(OUT)/roller-logger

# The analyzer compared with bare libcsv, pandas, awk and Miller: about ten minutes, mostly for the session of ten hours
# and the thousand sessions of four minutes. BENCH_OPTIONS="--sessions 100 --realtime" for a busy machine.
bench-analyzer: programs $(OUT)/tests/bare_libcsv
	/usr/bin/python3 tests/bench/bench.py $(OUT) $(BENCH_OPTIONS)

$(OUT)/tests/bare_libcsv: $(OBJ)/tests/bench/bare_libcsv.o
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcsv

# Test the recipe for clusters (docs/SCALE.md) on a real Slurm of one node, which is started for the test. Needs root.
test-slurm: programs
	tests/programs/test-slurm.sh $(OUT)
