using System.Data;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Messaging;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Audit;

/// <summary>
/// A case's whole file as a zip for an auditor: every row, every attempt, and the trail with the
/// proof that leads to the daily anchors. <c>./run audit check FILE</c> verifies it offline.
/// </summary>
/// <remarks>Errors: RBF-3010 no such case (404).</remarks>
public static class ExportCaseFile
{
    private const string ReadMe = """
        trail.json      审计记录、哈希链及通往每日封存的证明 / the trail, its chain, the way to the anchors
        rows.json       数据库中本案的全部记录 / every row of the case
        attempt-N.bin   第 N 次申报内容原文（Brotli 压缩的 JSON）/ the content as it came (JSON under Brotli)
        attempt-N.json  同上，已解压 / the same, unpacked

        核验：./run audit check 文件；再将封存哈希与另行留存的比对。
        Verify: ./run audit check FILE; then compare an anchor's hash with the one kept elsewhere.
        算法 / how the hashes are made: services/Approval README, Audit.
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/cases/{id:guid}/file", HandleAsync)
            .RequireAuthorization(Roles.Auditor)
            .Produces(StatusCodes.Status200OK, contentType: "application/zip");

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock zone
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            http.RequestAborted
        );
        if (await AuditSql.AuthorityAsync(connection, id) is null)
            return Problems.Of(http, Problems.NoSuchCase);
        var contents = await CaseFileSql.ContentsAsync(connection, id);
        var proof = new CaseProof
        {
            CaseId = id,
            ExportedAt = zone.Now,
            Entries = [.. (await AuditSql.TrailAsync(connection, id)).Select(ProvedEntry.Of)],
            Anchors = await AnchorsAsync(connection, id),
            Contents = contents.ToDictionary(
                one => one.Name,
                one => Convert.ToHexStringLower(SHA256.HashData(one.Content))
            ),
        };
        var rows = await CaseFileSql.RowsAsync(connection, id);
        return TypedResults.File(Zip(proof, rows, contents), "application/zip", $"case-{id}.zip");
    }

    private static async Task<IReadOnlyList<ProvedAnchor>> AnchorsAsync(
        NpgsqlConnection connection,
        Guid caseId
    )
    {
        var proved = new List<ProvedAnchor>();
        foreach (var row in await AnchorSql.OfCaseAsync(connection, caseId))
        {
            var leaves = await AnchorSql.LeavesAsync(connection, row.AnchorNo);
            var index = leaves.ToList().FindIndex(leaf => leaf.CaseId == caseId);
            var path = MerkleTree.Path([.. leaves.Select(leaf => leaf.Hash())], index);
            var entryNo = leaves[index].EntryNo;
            proved.Add(
                new(row.AnchorNo, row.Day, row.Cut, entryNo, index, leaves.Count)
                {
                    Path = path,
                    PreviousHash = row.PreviousHash,
                    Hash = row.Hash,
                }
            );
        }
        return proved;
    }

    private static byte[] Zip(
        CaseProof proof,
        IReadOnlyDictionary<string, string> rows,
        IReadOnlyList<(string Name, byte[] Content)> contents
    )
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("README.txt", Encoding.UTF8.GetBytes(ReadMe));
            Add("trail.json", JsonSerializer.SerializeToUtf8Bytes(proof, Json));
            var parsed = rows.ToDictionary(
                row => row.Key,
                row => JsonSerializer.Deserialize<JsonElement>(row.Value)
            );
            Add("rows.json", JsonSerializer.SerializeToUtf8Bytes(parsed, Json));
            foreach (var (name, content) in contents)
            {
                Add($"attempt-{name}.bin", content);
                Add($"attempt-{name}.json", Payload.Decompress(content));
            }

            void Add(string name, byte[] bytes)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }
        return buffer.ToArray();
    }
}
