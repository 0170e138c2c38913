import gc


def attempt(f, *args, **kwargs):
    try:
        print(f.__name__, f(*args, **kwargs))
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


attempt(gc.collect, 5)
attempt(gc.collect, -1)
attempt(gc.collect, 'a')
attempt(gc.collect, 1, 2)
attempt(gc.collect, gen=1)
attempt(gc.collect, 2.0)
attempt(gc.set_threshold)
attempt(gc.set_threshold, 1, 2, 3, 4)
attempt(gc.set_threshold, 1, 'b')
attempt(gc.set_threshold, 700, a=1)
attempt(gc.set_threshold, 700)
attempt(gc.get_threshold)
attempt(gc.set_threshold, 2000, 10, 10)
attempt(gc.set_debug)
attempt(gc.set_debug, 'a')
attempt(gc.set_debug, 2**40)
attempt(gc.get_objects, 3)
attempt(gc.get_objects, -2)
attempt(gc.get_objects, 'x')
attempt(gc.is_tracked)
attempt(gc.get_referents)
attempt(gc.get_referrers)
attempt(gc.get_referents, [1, 2], (3,), 4)
attempt(gc.enable, 1)
attempt(gc.isenabled)
print(len(gc.get_stats()), sorted(gc.get_stats()[0]))
print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
print(gc.garbage, gc.callbacks, gc.get_debug())
