# A thousand cycles
import gc
def create_cycle():
    l = {}
    l['self'] = l
    return l
for _ in range(1000):
    create_cycle()
print(f"Garbage objects: {gc.collect()}")
def create_and_break_cycle():
    l = {}
    l['self'] = l
    l['self'] = None
    return l
for _ in range(1000):
    create_and_break_cycle()
print(f"Garbage objects after breaking cycles: {gc.collect()}")
