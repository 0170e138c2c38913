# A list or a generator
def inefficient_approach():
    result = []
    for i in range(1000000):
        result.append(i ** 2)
    return result
def efficient_approach():
    return (i ** 2 for i in range(1000000))
import sys
inefficient = inefficient_approach()
efficient = efficient_approach()
print(f"Inefficient approach size: {sys.getsizeof(inefficient) / (1024 * 1024):.2f} MB")
print(f"Efficient approach size: {sys.getsizeof(efficient) / 1024:.2f} KB")
