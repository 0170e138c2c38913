import gc
print(gc.is_tracked(()), gc.is_tracked(tuple([1, 2])), gc.is_tracked(([],)))
a = tuple([1, 'a', 2.5]); b = tuple([a, a]); c = tuple([a, []]); d = tuple([tuple([1]), tuple([2, tuple('x')])])
print([gc.is_tracked(x) for x in (a, b, c, d)])
gc.collect()
print([gc.is_tracked(x) for x in (a, b, c, d)])
e = tuple([object(), type]); gc.collect(); print(gc.is_tracked(e))
class T(tuple): pass
f = T((1, 2)); gc.collect(); print(gc.is_tracked(f))
l = [tuple([i, i]) for i in range(5)]; gc.collect(0); print([gc.is_tracked(x) for x in l])
