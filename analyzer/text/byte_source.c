/* SPDX-License-Identifier: MIT */
#include "text/byte_source.h"

#include <errno.h>
#include <lzma.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

#define INPUT_BYTES 65536
#define XZ_MEMORY_MAX (96u << 20) /* xz -9 needs 65 MiB to decompress */
#define ZSTD_WINDOW_LOG_MAX 26    /* 64 MiB; zstd -19 uses 8 MiB */
#define TAR_MAGIC_OFFSET 257
#define GZIP_WINDOW_BITS (15 + 16) /* the largest window; + 16: only gzip's format */

/* A session of rows that differ in time and number shrinks to a tenth; 200 to 1 is a file made to fill the memory. */
#define EXPANSION_MAX 200
#define EXPANSION_FREE_BYTES (1u << 20) /* a short file may be as repetitive as it likes */

enum compression { COMPRESSION_NONE, COMPRESSION_GZIP, COMPRESSION_XZ, COMPRESSION_ZSTD };

struct byte_decoder {
    enum compression compression;
    z_stream gzip;
    lzma_stream xz;
    ZSTD_DStream *zstd;
    unsigned char input[INPUT_BYTES];
    size_t start, end; /* the compressed bytes that are not decoded yet are input[start, end) */
    bool input_ended;
    bool between_members;        /* a compressed member has ended and no other one has begun */
    uint64_t received, produced; /* bytes before and after decompression */
};

static enum compression recognise(const char *bytes, size_t length)
{
    static const struct {
        const char *magic;
        size_t length;
    } magics[] = {[COMPRESSION_GZIP] = {"\x1F\x8B", 2},
                  [COMPRESSION_XZ] = {"\xFD"
                                      "7zXZ\0",
                                      6},
                  [COMPRESSION_ZSTD] = {"\x28\xB5\x2F\xFD", 4}};
    for (unsigned k = COMPRESSION_GZIP; k <= COMPRESSION_ZSTD; k++)
        if (length >= magics[k].length && memcmp(bytes, magics[k].magic, magics[k].length) == 0)
            return (enum compression)k;
    return COMPRESSION_NONE;
}

/* Return why a file with these first bytes is no text; NULL if it may be. */
static const char *describe_container(const char *bytes, size_t length)
{
    static const struct {
        const char *magic, *description;
    } containers[] = {
        {"PK\3\4", "it is a zip archive or a workbook (.xlsx, .ods), not text; unpack it, or save the table as CSV"},
        {"\xD0\xCF\x11\xE0", "it is a workbook or document of an old Office (.xls), not text; save the table as CSV"},
        {"BZh", "it is compressed by bzip2, which is not read; unpack it first"},
        {"7z\xBC\xAF", "it is a 7-Zip archive; unpack it first"},
        {"%PDF", "it is a PDF document, not a session"},
    };
    static const char tar_magic[] = "ustar";
    if (length >= TAR_MAGIC_OFFSET + sizeof tar_magic - 1 &&
        memcmp(bytes + TAR_MAGIC_OFFSET, tar_magic, sizeof tar_magic - 1) == 0)
        return "it is a tar archive; unpack it first";
    for (size_t k = 0; k < sizeof containers / sizeof containers[0]; k++) {
        size_t magic_length = strlen(containers[k].magic);
        if (length >= magic_length && memcmp(bytes, containers[k].magic, magic_length) == 0)
            return containers[k].description;
    }
    return NULL;
}

/* Prepare to decompress. False when out of memory. */
static bool open_decoder(struct byte_decoder *decoder)
{
    switch (decoder->compression) {
    case COMPRESSION_GZIP: return inflateInit2(&decoder->gzip, GZIP_WINDOW_BITS) == Z_OK;
    case COMPRESSION_XZ:
        decoder->xz = (lzma_stream)LZMA_STREAM_INIT;
        return lzma_stream_decoder(&decoder->xz, XZ_MEMORY_MAX, LZMA_CONCATENATED) == LZMA_OK;
    case COMPRESSION_ZSTD:
        decoder->zstd = ZSTD_createDStream();
        return decoder->zstd != NULL &&
               !ZSTD_isError(ZSTD_DCtx_setParameter(decoder->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX));
    default: return false;
    }
}

/* The decoders move `start` past the bytes that they use. They return the number of bytes that they wrote to `bytes`,
 * and set `*damage` if the data are invalid. */
static size_t decode_gzip(struct byte_decoder *decoder, char *bytes, size_t size, const char **damage)
{
    z_stream *gzip = &decoder->gzip;
    if (decoder->between_members && decoder->start < decoder->end) /* such as pigz and bgzip write */
        inflateReset(gzip);
    gzip->next_in = decoder->input + decoder->start;
    gzip->avail_in = (uInt)(decoder->end - decoder->start);
    gzip->next_out = (unsigned char *)bytes;
    gzip->avail_out = (uInt)size;
    int status = inflate(gzip, Z_NO_FLUSH);
    decoder->start = decoder->end - gzip->avail_in;
    decoder->between_members = status == Z_STREAM_END;
    if (status == Z_MEM_ERROR)
        *damage = "its gzip data need more memory than there is";
    else if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
        *damage = "its gzip data are damaged";
    return size - gzip->avail_out;
}

static size_t decode_xz(struct byte_decoder *decoder, char *bytes, size_t size, const char **damage)
{
    lzma_stream *xz = &decoder->xz;
    xz->next_in = decoder->input + decoder->start;
    xz->avail_in = decoder->end - decoder->start;
    xz->next_out = (unsigned char *)bytes;
    xz->avail_out = size;
    lzma_ret status = lzma_code(xz, decoder->input_ended ? LZMA_FINISH : LZMA_RUN);
    decoder->start = decoder->end - xz->avail_in;
    decoder->between_members = status == LZMA_STREAM_END;
    if (status == LZMA_MEM_ERROR || status == LZMA_MEMLIMIT_ERROR)
        *damage = "its xz data need more memory than a session may";
    else if (status != LZMA_OK && status != LZMA_STREAM_END && status != LZMA_BUF_ERROR)
        *damage = "its xz data are damaged";
    return size - xz->avail_out;
}

static size_t decode_zstd(struct byte_decoder *decoder, char *bytes, size_t size, const char **damage)
{
    ZSTD_inBuffer input = {decoder->input, decoder->end, decoder->start};
    ZSTD_outBuffer output = {bytes, size, 0};
    size_t status = ZSTD_decompressStream(decoder->zstd, &output, &input);
    decoder->start = input.pos;
    decoder->between_members = status == 0;
    if (ZSTD_isError(status))
        *damage = "its zstd data are damaged, or need more memory than a session may";
    return output.pos;
}

/* Read compressed bytes if all were decoded. */
static void fill_input(struct byte_source *source)
{
    struct byte_decoder *decoder = source->decoder;
    if (decoder->start < decoder->end || decoder->input_ended)
        return;
    decoder->start = 0;
    decoder->end = fread(decoder->input, 1, sizeof decoder->input, source->stream);
    decoder->received += decoder->end;
    decoder->input_ended = decoder->end == 0;
    if (ferror(source->stream))
        source->error = errno != 0 ? errno : EIO;
}

static size_t decompress(struct byte_source *source, char *bytes, size_t size)
{
    struct byte_decoder *decoder = source->decoder;
    size_t length = 0;
    while (length < size && source->error == 0 && source->damage == NULL) {
        fill_input(source);
        if (decoder->input_ended && decoder->between_members)
            break;
        size_t unread = decoder->end - decoder->start, written;
        switch (decoder->compression) {
        case COMPRESSION_GZIP: written = decode_gzip(decoder, bytes + length, size - length, &source->damage); break;
        case COMPRESSION_XZ: written = decode_xz(decoder, bytes + length, size - length, &source->damage); break;
        default: written = decode_zstd(decoder, bytes + length, size - length, &source->damage); break;
        }
        length += written;
        decoder->produced += written;
        if (decoder->produced > EXPANSION_FREE_BYTES + EXPANSION_MAX * decoder->received)
            source->damage = "its compressed data expand to more than 200 times their size, which no session does";
        else if (written == 0 && decoder->input_ended && unread == 0 && !decoder->between_members)
            source->damage = "its compressed data end too early: the file was cut off";
    }
    return source->error == 0 && source->damage == NULL ? length : 0;
}

/* Take the first bytes of the file, which turned out to be compressed, as the decoder's input. */
static size_t start_decoder(struct byte_source *source, enum compression compression, char *bytes, size_t length,
                            size_t size)
{
    struct byte_decoder *decoder = source->decoder = calloc(1, sizeof *decoder);
    if (decoder == NULL) {
        source->error = ENOMEM;
        return 0;
    }
    decoder->compression = compression;
    memcpy(decoder->input, bytes, length);
    decoder->end = length;
    decoder->received = length;
    if (!open_decoder(decoder)) {
        source->error = ENOMEM;
        return 0;
    }
    length = decompress(source, bytes, size);
    if (source->damage == NULL && recognise(bytes, length) != COMPRESSION_NONE)
        source->damage = "it is compressed more than once; unpack it first";
    else if (source->damage == NULL)
        source->damage = describe_container(bytes, length);
    return source->damage == NULL ? length : 0;
}

size_t byte_source_read(struct byte_source *source, char *bytes, size_t size)
{
    if (source->error != 0 || source->damage != NULL)
        return 0;
    if (source->decoder != NULL)
        return decompress(source, bytes, size);
    size_t wanted = source->begun || size < INPUT_BYTES ? size : INPUT_BYTES;
    size_t length = fread(bytes, 1, wanted, source->stream);
    /* check this even if bytes were received, because the next read may report only the end */
    if (ferror(source->stream))
        source->error = errno != 0 ? errno : EIO;
    if (source->begun || source->error != 0)
        return length;
    source->begun = true;
    source->damage = describe_container(bytes, length);
    if (source->damage != NULL)
        return 0;
    enum compression compression = recognise(bytes, length);
    return compression == COMPRESSION_NONE ? length : start_decoder(source, compression, bytes, length, size);
}

bool byte_source_is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

size_t byte_source_file_bytes(FILE *stream)
{
    struct stat status;
    bool is_file = fstat(fileno(stream), &status) == 0 && S_ISREG(status.st_mode);
    return is_file ? (size_t)status.st_size : 0;
}

const char *byte_source_problem(const struct byte_source *source)
{
    return source->damage != NULL ? source->damage : source->error != 0 ? strerror(source->error) : NULL;
}

void byte_source_close(struct byte_source *source)
{
    struct byte_decoder *decoder = source->decoder;
    if (decoder == NULL)
        return;
    switch (decoder->compression) {
    case COMPRESSION_GZIP: inflateEnd(&decoder->gzip); break;
    case COMPRESSION_XZ: lzma_end(&decoder->xz); break;
    default: ZSTD_freeDStream(decoder->zstd); break;
    }
    free(decoder);
    source->decoder = NULL;
}
