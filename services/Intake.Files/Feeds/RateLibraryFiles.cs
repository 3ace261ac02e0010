using System.Globalization;
using System.Text.Json;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Files.Feeds;

/// <summary>
/// The official files of the rate library 退税率文库 in a zip: <c>cmcode.dbf</c> (rates) and
/// <c>stdcm.dbf</c> with <c>stdcm.fpt</c> (names), GB18030. A record becomes the very row that
/// NDJSON or CSV would bring, numbered as it stands in <c>cmcode.dbf</c>; deleted records are
/// passed over.
/// </summary>
public sealed class RateLibraryFiles : IFeedLines, IDisposable
{
    private const string RatesFile = "cmcode.dbf";
    private const string NamesFile = "stdcm.dbf";
    private const string MemoFile = "stdcm.fpt";

    /// <summary>Largest of the files once unpacked, bytes.</summary>
    private const long LargestFile = 48 * 1024 * 1024;

    private static readonly string[] needed =
    [
        "CODE",
        "ZSSL_SET",
        "TSL",
        "ST_DATE",
        "END_DATE",
        "TSFLAG",
    ];

    private readonly DbfTable rates;
    private readonly RateLibraryNames? names;
    private readonly long version;
    private readonly MemoryStream json = new();
    private readonly Utf8JsonWriter writer;

    private RateLibraryFiles(DbfTable rates, RateLibraryNames? names, long version)
    {
        this.rates = rates;
        this.names = names;
        this.version = version;
        writer = new Utf8JsonWriter(json);
    }

    /// <inheritdoc/>
    public int LineNo { get; private set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <inheritdoc/>
    public bool IsTooLong => false;

    /// <inheritdoc/>
    public (string Zh, string En)? Fault { get; private set; }

    /// <summary>
    /// Opens the zip and checks the files as wholes, before any row is taken; one of the two is
    /// null.
    /// </summary>
    /// <param name="zip">Seekable.</param>
    /// <param name="version">
    /// Version of all rows; null takes the day of the last update by the headers, as yyyyMMdd.
    /// </param>
    public static (RateLibraryFiles? Lines, FileRefusal? Refusal) Open(Stream zip, long? version)
    {
        try
        {
            using var package = ZipPackage.Open(zip);
            var rates = DbfTable.Open(
                RatesFile,
                Find(package, RatesFile) ?? throw Missing(RatesFile)
            );
            CheckColumns(rates);
            var names = ReadNames(package);
            var updatedOn = Later(rates.UpdatedOn, names?.UpdatedOn);
            return (new RateLibraryFiles(rates, names, version ?? VersionOf(updatedOn)), null);
        }
        catch (FileRefusedException refused)
        {
            return (null, refused.Refusal);
        }
        catch (Exception fault) when (fault is InvalidDataException or NotSupportedException)
        {
            return (
                null,
                new FileRefusal(
                    FileRefusalKind.Unreadable,
                    "压缩包已损坏，请重新压缩后发送。",
                    "The zip is damaged. Pack the files again."
                )
            );
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReadAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        do LineNo++;
        while (LineNo <= rates.Count && rates.IsDeleted(LineNo));
        if (LineNo > rates.Count)
            return ValueTask.FromResult(false);
        Take();
        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        writer.Dispose();
        json.Dispose();
    }

    internal static FileRefusedException Missing(string name) =>
        FileRefusedException.Of(
            FileRefusalKind.WrongForms,
            $"压缩包内缺少{name}；须含{RatesFile}，另含{NamesFile}和{MemoFile}。",
            $"The zip has no {name}. It holds {RatesFile}, and {NamesFile} with {MemoFile}."
        );

    internal static FileRefusedException WrongColumns(string name, string columns) =>
        FileRefusedException.Of(
            FileRefusalKind.WrongForms,
            $"{name}缺少列或列类型不符，须有：{columns}。",
            $"{name} has no such columns, or of another type: {columns}."
        );

    private static RateLibraryNames? ReadNames(ZipPackage package)
    {
        if (Find(package, NamesFile) is not { } table)
            return null;
        var memos = Find(package, MemoFile) is { } bytes ? FptMemos.Open(MemoFile, bytes) : null;
        return RateLibraryNames.Read(DbfTable.Open(NamesFile, table), memos);
    }

    /// <summary>The unpacked bytes of a file, in whatever folder and case it is.</summary>
    private static byte[]? Find(ZipPackage package, string name)
    {
        var found = package
            .Names.Where(entry =>
                entry[(entry.LastIndexOf('/') + 1)..]
                    .Equals(name, StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        if (found.Count == 0)
            return null;
        if (found.Count > 1)
            throw FileRefusedException.Of(
                FileRefusalKind.Unreadable,
                $"压缩包内{name}出现多次。",
                $"The zip holds {name} more than once."
            );
        if (package.LengthOf(found[0]) > LargestFile)
            throw FileRefusedException.Of(
                FileRefusalKind.TooLarge,
                $"{name}解压后超过{LargestFile / 1024 / 1024} MiB。",
                $"{name} is larger than {LargestFile / 1024 / 1024} MiB once unpacked."
            );
        using var unpacked = package.OpenEntry(found[0]);
        var bytes = new byte[package.LengthOf(found[0])];
        var length = unpacked.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        // One byte more makes the stream say that the directory lies.
        _ = unpacked.ReadByte();
        return length == bytes.Length ? bytes : bytes[..length];
    }

    private static void CheckColumns(DbfTable rates)
    {
        if (needed.Any(name => rates.Find(name) is not { Type: 'C' or 'N' or 'F' or 'D' }))
            throw WrongColumns(RatesFile, string.Join(", ", needed));
    }

    private static DateOnly? Later(DateOnly? one, DateOnly? other) =>
        one is null || other > one ? other : one;

    private static long VersionOf(DateOnly? updatedOn) =>
        updatedOn is { } day
            ? (day.Year * 10_000L) + (day.Month * 100) + day.Day
            : throw FileRefusedException.Of(
                FileRefusalKind.Unreadable,
                "文件头没有更新日期；请以参数version给出版本号。",
                "The headers have no day of the last update. Give the version as ?version=."
            );

    private void Take()
    {
        Fault = null;
        Line = default;
        if (!TryReadGoods(out var code, out var goods))
            return;
        json.SetLength(0);
        writer.Reset(json);
        writer.WriteStartObject();
        writer.WriteString("code", code);
        writer.WriteString("name", goods.Name);
        writer.WriteString("unit1", goods.Unit);
        writer.WriteStartArray("vatRates");
        foreach (var rate in Text("ZSSL_SET").Split(',', StringSplitOptions.RemoveEmptyEntries))
            writer.WriteStringValue(Number(rate.Trim()));
        writer.WriteEndArray();
        Write("rebateRate", Number(Text("TSL")));
        writer.WriteString("specialFlag", Text("TSFLAG"));
        Write("validFrom", Day(Text("ST_DATE")));
        // Years beyond those of the trade stand for no end.
        var lastDay = Text("END_DATE");
        if (!lastDay.StartsWith("9999", StringComparison.Ordinal))
            Write("validTo", Day(lastDay));
        writer.WriteNumber("version", version);
        writer.WriteEndObject();
        writer.Flush();
        if (Fault is null)
            Line = json.GetBuffer().AsMemory(0, (int)json.Length);
    }

    private bool TryReadGoods(out string code, out (string Name, string Unit) goods)
    {
        code = Text("CODE");
        goods = ("", "");
        if (Fault is not null)
            return false;
        if (names is not null && !names.TryFind(code, out goods, out var record))
        {
            Fault = (
                $"{NamesFile}第{record}条记录的名称无法读取",
                $"the name in record {record} of {NamesFile} cannot be read"
            );
            return false;
        }
        if (goods.Name.Length == 0)
            goods.Name = Text("NAME");
        if (goods.Unit.Length == 0)
            goods.Unit = Text("UNIT");
        return Fault is null;
    }

    /// <summary>A value of the record; empty when the table has no such column to read.</summary>
    private string Text(string name)
    {
        if (rates.Find(name) is not { Type: 'C' or 'N' or 'F' or 'D' } column)
            return "";
        if (!DbfText.TryRead(rates.Value(LineNo, column), out var text))
            Fault ??= ($"{name}不是GB18030文本", $"{name} is no text in GB18030");
        return text;
    }

    private void Write(string member, string value)
    {
        if (value.Length > 0)
            writer.WriteString(member, value);
    }

    /// <summary>A number without what pads it; anything else as it stands, to be refused.</summary>
    private static string Number(string text) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number.ToString("0.############", CultureInfo.InvariantCulture)
            : text;

    /// <summary>A day yyyyMMdd as feeds write it; anything else as it stands.</summary>
    private static string Day(string text) =>
        text.Length == 8 && text.All(char.IsAsciiDigit)
            ? $"{text[..4]}-{text[4..6]}-{text[6..]}"
            : text;
}
