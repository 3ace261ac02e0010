using System.Security.Cryptography;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// A zip of CSV files, one a form. A file SHA256SUMS, as sha256sum writes it, is held against the
/// others.
/// </summary>
internal sealed class CsvPackage : ISheets
{
    private const string Sums = "SHA256SUMS";

    private readonly ZipPackage package;
    private readonly List<(string Name, string Entry)> files = [];

    public CsvPackage(ZipPackage package)
    {
        this.package = package;
        foreach (var entry in package.Names)
        {
            var name = entry[(entry.LastIndexOf('/') + 1)..];
            if (name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && name[0] != '.')
                files.Add((name[..^4], entry));
            else if (!IsIgnored(entry, name))
            {
                throw FileRefusedException.Of(
                    FileRefusalKind.WrongForms,
                    $"压缩包内“{entry}”不是CSV文件。",
                    $"{entry} in the zip is no CSV file."
                );
            }
        }
        CheckSums();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [.. files.Select(file => file.Name)];

    /// <inheritdoc/>
    public IEnumerable<SheetRow> Rows(int sheet)
    {
        var entry = files[sheet].Entry;
        using var probe = package.OpenEntry(entry);
        var encoding = ChineseText.EncodingOf(probe);
        using var text = new StreamReader(
            package.OpenEntry(entry),
            encoding,
            detectEncodingFromByteOrderMarks: encoding.CodePage == 65001
        );
        var records = new CsvRecords(text);
        var row = new SheetRow();
        while (records.Read(row))
        {
            if (!row.IsEmpty)
                yield return row;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => package.Dispose();

    private static bool IsIgnored(string entry, string name) =>
        name.Length == 0
        || name == Sums
        || name is ".DS_Store" or "Thumbs.db"
        || name.StartsWith("._", StringComparison.Ordinal)
        || entry.StartsWith("__MACOSX/", StringComparison.Ordinal);

    private void CheckSums()
    {
        if (
            package.Names.FirstOrDefault(n => n.EndsWith(Sums, StringComparison.Ordinal))
            is not { } sums
        )
            return;
        var folder = sums[..^Sums.Length];
        using var reader = new StreamReader(package.OpenEntry(sums));
        string? line;
        while ((line = reader.ReadLine()) is not null)
        {
            var parts = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2)
                continue;
            using var file = package.OpenEntry(folder + parts[1].TrimStart('*'));
            var computed = Convert.ToHexStringLower(SHA256.HashData(file));
            if (!computed.Equals(parts[0], StringComparison.OrdinalIgnoreCase))
                throw Differs(parts[1], parts[0], computed);
        }
    }

    private static FileRefusedException Differs(string name, string stated, string computed) =>
        new(
            new FileRefusal(
                FileRefusalKind.Checksum,
                $"{name}的SHA-256与{Sums}不符。",
                $"{name} differs from {Sums}.",
                stated,
                computed
            )
        );
}
