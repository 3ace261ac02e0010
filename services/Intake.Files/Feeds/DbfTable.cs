using System.Buffers.Binary;
using System.Text;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Files.Feeds;

/// <summary>A column of a DBF table.</summary>
/// <param name="Type">C, N, F, D, L, M, or a type that is not read.</param>
/// <param name="Offset">First byte in a record, the deletion mark counted.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct DbfColumn(char Type, int Offset, int Length);

/// <summary>
/// A dBASE III or FoxPro table, read strictly: what its header says has to fit the bytes that are
/// there, before any record is looked at. Kept readers give a truncated table away as good records
/// and know no memo of FoxPro.
/// </summary>
internal sealed class DbfTable
{
    private const int HeaderBytes = 32;
    private const int ColumnBytes = 32;
    private const int FoxProLinkBytes = 263;
    private const int MostColumns = 255;
    private const int MostRecords = 500_000;
    private const byte EndOfColumns = 0x0D;
    private const byte EndOfRecords = 0x1A;
    private const byte Live = 0x20;
    private const byte Deleted = 0x2A;

    private readonly byte[] bytes;
    private readonly int firstRecord;
    private readonly int recordBytes;
    private readonly Dictionary<string, DbfColumn> columns;

    private DbfTable(byte[] bytes, (int First, int Bytes, int Count) records, DbfHeader header)
    {
        this.bytes = bytes;
        firstRecord = records.First;
        recordBytes = records.Bytes;
        Count = records.Count;
        columns = header.Columns;
        UpdatedOn = header.UpdatedOn;
    }

    /// <summary>Records, deleted ones counted.</summary>
    public int Count { get; }

    /// <summary>Day of the last update by the header; null when it is no day.</summary>
    public DateOnly? UpdatedOn { get; }

    /// <summary>Reads the header and holds it against the bytes.</summary>
    /// <exception cref="FileRefusedException">What does not fit, with the record.</exception>
    public static DbfTable Open(string name, byte[] bytes)
    {
        if (bytes.Length < HeaderBytes + 1)
            throw Broken(name, "没有完整的表头", "has no whole header");
        var version = bytes[0];
        if (version is not (0x03 or 0x30 or 0x31 or 0x32 or 0xF5))
            throw Broken(
                name,
                $"版本标记{version:X2}不是dBASE III或FoxPro",
                $"has the version mark {version:X2}, which is neither dBASE III nor FoxPro"
            );
        var count = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
        var first = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(10));
        var (columns, end, sum) = ReadColumns(name, bytes);
        if (first - end is not (0 or 1 or FoxProLinkBytes) || length != sum)
            throw Broken(
                name,
                $"表头长度{first}或记录长度{length}与各列不符",
                $"has a header of {first} or records of {length} bytes, which the columns do not "
                    + "make"
            );
        if (count > MostRecords)
            throw FileRefusedException.Of(
                FileRefusalKind.TooLarge,
                $"{name}有{count}条记录，至多{MostRecords}条。",
                $"{name} has {count} records; at most {MostRecords} are read."
            );
        var header = new DbfHeader(columns, DayOf(bytes));
        var table = new DbfTable(bytes, (first, length, (int)count), header);
        table.CheckRecords(name);
        return table;
    }

    /// <summary>A column by name; null when the table has none.</summary>
    public DbfColumn? Find(string name) =>
        columns.TryGetValue(name, out var column) ? column : null;

    /// <summary>Whether a record is deleted.</summary>
    /// <param name="number">From 1.</param>
    public bool IsDeleted(int number) => bytes[At(number)] == Deleted;

    /// <summary>The bytes of a value.</summary>
    public ReadOnlySpan<byte> Value(int number, DbfColumn column) =>
        bytes.AsSpan(At(number) + column.Offset, column.Length);

    private int At(int number) => firstRecord + ((number - 1) * recordBytes);

    private void CheckRecords(string name)
    {
        var there = Math.Max(0, bytes.Length - firstRecord) / recordBytes;
        if (there < Count)
            throw Broken(
                name,
                $"在第{there + 1}条记录处中断，表头记有{Count}条",
                $"ends in record {there + 1}; its header says {Count}"
            );
        var end = firstRecord + (Count * recordBytes);
        if (end < bytes.Length && bytes[end] != EndOfRecords)
            throw Broken(
                name,
                $"在第{Count}条记录之后还有内容",
                $"goes on after its last record, {Count}"
            );
        for (var number = 1; number <= Count; number++)
        {
            if (bytes[At(number)] is not (Live or Deleted))
                throw Broken(
                    name,
                    $"第{number}条记录的删除标记无效",
                    $"has no valid deletion mark in record {number}"
                );
        }
    }

    private static (Dictionary<string, DbfColumn> Columns, int End, int Sum) ReadColumns(
        string name,
        byte[] bytes
    )
    {
        var columns = new Dictionary<string, DbfColumn>(StringComparer.OrdinalIgnoreCase);
        var at = HeaderBytes;
        var offset = 1;
        while (at < bytes.Length && bytes[at] != EndOfColumns)
        {
            if (at + ColumnBytes > bytes.Length || columns.Count == MostColumns)
                throw Broken(name, "列描述没有结束", "has no end of its columns");
            var column = bytes.AsSpan(at, ColumnBytes);
            var ofName = column[..11];
            var end = ofName.IndexOf((byte)0);
            var text = Encoding.ASCII.GetString(end < 0 ? ofName : ofName[..end]);
            var isName = text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
            int length = column[16];
            if (
                !isName
                || length == 0
                || !columns.TryAdd(text, new((char)column[11], offset, length))
            )
                throw Broken(
                    name,
                    $"第{columns.Count + 1}列的名称或长度无效",
                    $"has no valid name or length for column {columns.Count + 1}"
                );
            offset += length;
            at += ColumnBytes;
        }
        if (at >= bytes.Length || columns.Count == 0)
            throw Broken(name, "列描述没有结束", "has no end of its columns");
        return (columns, at + 1, offset);
    }

    /// <summary>Years are counted from 1900, or kept as two digits.</summary>
    private static DateOnly? DayOf(byte[] bytes)
    {
        var year = bytes[1] < 80 ? 2000 + bytes[1] : 1900 + bytes[1];
        int month = bytes[2];
        int day = bytes[3];
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;
    }

    private static FileRefusedException Broken(string name, string zh, string en) =>
        FileRefusedException.Of(FileRefusalKind.Unreadable, $"{name}{zh}。", $"{name} {en}.");

    private sealed record DbfHeader(Dictionary<string, DbfColumn> Columns, DateOnly? UpdatedOn);
}
