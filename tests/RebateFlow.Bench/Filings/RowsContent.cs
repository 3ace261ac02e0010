using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace RebateFlow.Bench.Filings;

/// <summary>Rows as NDJSON, written while they are sent.</summary>
internal sealed class RowsContent : HttpContent
{
    private const int ChunkBytes = 64 * 1024;
    private readonly IEnumerable<object> rows;

    public RowsContent(IEnumerable<object> rows)
    {
        this.rows = rows;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var chunk = new MemoryStream();
        foreach (var row in rows)
        {
            await JsonSerializer.SerializeAsync(chunk, row, BenchFilings.Json);
            chunk.WriteByte((byte)'\n');
            if (chunk.Length < ChunkBytes)
                continue;
            await FlushAsync(chunk, stream);
        }
        await FlushAsync(chunk, stream);
    }

    private static async Task FlushAsync(MemoryStream chunk, Stream stream)
    {
        await stream.WriteAsync(chunk.GetBuffer().AsMemory(0, (int)chunk.Length));
        chunk.SetLength(0);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
