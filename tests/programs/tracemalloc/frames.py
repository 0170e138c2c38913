import tracemalloc


def inner():
    return bytearray(5000)


def outer():
    return inner()


tracemalloc.start(3)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())
kept = outer()
trace = max(tracemalloc.take_snapshot().traces, key=lambda t: t.size)
print(trace.size, [frame.lineno for frame in trace.traceback], trace.traceback.total_nframe)
found = tracemalloc.get_object_traceback(kept)
print([frame.lineno for frame in found])
tracemalloc.clear_traces()
print(tracemalloc.get_object_traceback(kept))
current, peak = tracemalloc.get_traced_memory()
print(current <= peak, tracemalloc.get_traced_memory()[0] < 1000)
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_traceback_limit())
