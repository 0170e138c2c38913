# An image, chunk by chunk
# file: large_image.jpg 300001 bytes
def process_image_in_chunks(image_path, chunk_size=1024):
    with open(image_path, 'rb') as f:
        while True:
            chunk = f.read(chunk_size)
            if not chunk:
                break
            processed_chunk = bytes([b ^ 0xFF for b in chunk])
image_path = "large_image.jpg"
process_image_in_chunks(image_path)
