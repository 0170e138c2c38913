import tracemalloc
from tracemalloc import BaseFilter, Filter, DomainFilter, Frame, Snapshot, Statistic, StatisticDiff, Trace, Traceback

A = (('a.py', 2), ('main.py', 9))
B = (('b.py', 5), ('main.py', 9))
raw = [(0, 10, A, 2), (0, 30, A, 2), (1, 2000, B, 2), (0, 70000, (('<unknown>', 0),), 1)]
snapshot = Snapshot(list(raw), 2)
for key in ('lineno', 'filename', 'traceback'):
    for stat in snapshot.statistics(key):
        print(key, stat, repr(stat))
for stat in snapshot.statistics('lineno', cumulative=True):
    print('cumulative', stat)
other = Snapshot(raw[:1] + [(0, 5, (('c.py', 1),), 1)], 2)
for diff in snapshot.compare_to(other, 'lineno'):
    print(diff, repr(diff))
trace = snapshot.traces[0]
print(trace, repr(trace), trace.domain, trace.size, trace.traceback.total_nframe, len(snapshot.traces), snapshot.traces)
tb = trace.traceback
print(tb, tb[0], tb[-1].lineno, len(tb), tb.format(), tb.format(1), tb.format(-1), tb.format(most_recent_first=True))
print(Frame(('x', 1)) < Frame(('x', 2)), Frame(('x', 1)) == Frame(('x', 1)), Traceback(A) > Traceback(B))
print(len(snapshot.filter_traces([DomainFilter(True, 1)]).traces), len(snapshot.filter_traces([DomainFilter(False, 1)]).traces))
for size in (0, 1023, 10239, 10240, 102400, 10**6, 10485760, 10**9, 10**12, 10**15):
    print(Statistic(tb, size, 0), StatisticDiff(tb, size, -size, 1, -1))
for bad in (lambda: snapshot.statistics('size'), lambda: snapshot.statistics('traceback', True),
            lambda: snapshot.filter_traces(3), tracemalloc.take_snapshot, lambda: tracemalloc.start(0),
            lambda: tracemalloc.start(65536)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
