# Current and peak
import tracemalloc
def memory_intensive_function():
    return [obj for obj in range(1000000)]
tracemalloc.start()
result = memory_intensive_function()
current, peak = tracemalloc.get_traced_memory()
print(f"Current memory usage: {current / 10**6:.6f} MB")
print(f"Peak memory usage: {peak / 10**6:.6f} MB")
tracemalloc.stop()
