# A weak cache refuses a list
import weakref
class Cache:
    def __init__(self):
        self._cache = weakref.WeakValueDictionary()
    def get(self, key):
        return self._cache.get(key)
    def set(self, key, value):
        self._cache[key] = value
cache = Cache()
big_data = [i for i in range(1000000)]
cache.set("big_data", big_data)
print(cache.get("big_data"))
del big_data
