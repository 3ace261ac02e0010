using System.IO.Compression;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// A zip whose limits are checked before anything is unpacked. Entries are read one after another.
/// </summary>
internal sealed class ZipPackage : IDisposable
{
    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> entries;

    private ZipPackage(ZipArchive zip)
    {
        this.zip = zip;
        entries = new(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in zip.Entries)
        {
            if (!entries.TryAdd(NameOf(entry), entry))
            {
                throw FileRefusedException.Of(
                    FileRefusalKind.Unreadable,
                    $"压缩包内“{entry.FullName}”出现两次。",
                    $"The zip holds {entry.FullName} twice."
                );
            }
        }
    }

    /// <summary>Names of the entries, with / between folders.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <summary>Reads the directory of a zip and holds it against the limits.</summary>
    public static ZipPackage Open(Stream file)
    {
        RefuseForeign(file);
        // Windows in China writes names in GBK unless it marks them as UTF-8.
        var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true, ChineseText.Gb18030);
        try
        {
            CheckLimits(zip);
            return new ZipPackage(zip);
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    /// <summary>Size of an entry once unpacked, as the directory states it.</summary>
    public long LengthOf(string name) => entries[name.TrimStart('/')].Length;

    public bool Has(string name) => entries.ContainsKey(name.TrimStart('/'));

    /// <summary>
    /// The unpacked bytes of an entry; they end in a refusal beyond what was stated.
    /// </summary>
    public Stream OpenEntry(string name)
    {
        if (!entries.TryGetValue(name.TrimStart('/'), out var entry))
        {
            throw FileRefusedException.Of(
                FileRefusalKind.Unreadable,
                $"文件不完整：缺少{name}。",
                $"The file is not complete: {name} is missing."
            );
        }
        return new BoundedStream(entry.Open(), entry.Length)
        {
            IsMarkup =
                Path.GetExtension(name).ToLowerInvariant() is not (".csv" or ".dbf" or ".fpt"),
        };
    }

    public void Dispose() => zip.Dispose();

    private static string NameOf(ZipArchiveEntry entry) =>
        entry.FullName.Replace('\\', '/').TrimStart('/');

    /// <summary>Start of the format that old and encrypted workbooks have.</summary>
    private static ReadOnlySpan<byte> CompoundFile => [0xD0, 0xCF, 0x11, 0xE0];

    private static void RefuseForeign(Stream file)
    {
        Span<byte> start = stackalloc byte[8];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (start[..length].StartsWith(CompoundFile))
        {
            throw FileRefusedException.Of(
                FileRefusalKind.Forbidden,
                "文件已加密或为旧版Excel格式(.xls)；请取消密码并另存为.xlsx。",
                "The file is encrypted or an old Excel file (.xls). Remove the password and save "
                    + "it as .xlsx."
            );
        }
        if (!start[..length].StartsWith("PK"u8))
        {
            throw FileRefusedException.Of(
                FileRefusalKind.Unreadable,
                "文件不是Excel工作簿(.xlsx)或zip压缩包。",
                "The file is neither an Excel workbook (.xlsx) nor a zip."
            );
        }
    }

    private static void CheckLimits(ZipArchive zip)
    {
        if (zip.Entries.Count > FileLimits.Entries)
        {
            throw TooLarge(
                $"压缩包内文件超过{FileLimits.Entries}个。",
                $"The zip holds more than {FileLimits.Entries} files."
            );
        }
        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            if (entry.IsEncrypted)
            {
                throw FileRefusedException.Of(
                    FileRefusalKind.Forbidden,
                    "压缩包已加密，请取消密码后重新上传。",
                    "The zip is encrypted. Remove the password and send it again."
                );
            }
            total += entry.Length;
            if (
                entry.Length > FileLimits.EntryBytes
                || total > FileLimits.TotalBytes
                || entry.Length > FileLimits.RatioFreeBytes
                    && entry.Length / Math.Max(1, entry.CompressedLength) > FileLimits.Ratio
            )
            {
                throw TooLarge(
                    "文件解压后过大，请删除多余的行、列和工作表，或分批申报。",
                    "The file is too large once unpacked. Delete rows, columns and sheets that "
                        + "are not needed, or split it in batches."
                );
            }
        }
    }

    private static FileRefusedException TooLarge(string zh, string en) =>
        FileRefusedException.Of(FileRefusalKind.TooLarge, zh, en);
}
