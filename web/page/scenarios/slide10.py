# A context manager lets go
class ResourceManager:
    def __init__(self, name):
        self.name = name
        print(f"Acquiring {self.name}")
        self.resource = [i for i in range(1000000)]
    def __enter__(self):
        return self
    def __exit__(self, exc_type, exc_val, exc_tb):
        print(f"Releasing {self.name}")
        del self.resource
with ResourceManager("BigResource") as rm:
    print("Doing work with the resource")
print("Work completed")
