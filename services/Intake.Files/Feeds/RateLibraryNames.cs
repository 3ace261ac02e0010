using System.Buffers.Binary;
using System.Globalization;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Files.Feeds;

/// <summary>
/// Goods by code from <c>stdcm.dbf</c>: where name and unit stand, so that no text is in memory
/// before its row is read. Of several records of a code the last one counts.
/// </summary>
internal sealed class RateLibraryNames
{
    /// <summary>Longest name in bytes of GB18030.</summary>
    private const int LongestName = 8192;

    private readonly DbfTable table;
    private readonly FptMemos? memos;
    private readonly DbfColumn name;
    private readonly DbfColumn? unit;
    private readonly Dictionary<string, int> records = new(StringComparer.Ordinal);

    private RateLibraryNames(DbfTable table, FptMemos? memos, DbfColumn name)
    {
        this.table = table;
        this.memos = memos;
        this.name = name;
        unit = table.Find("UNIT") is { Type: 'C' } column ? column : null;
    }

    public DateOnly? UpdatedOn => table.UpdatedOn;

    /// <exception cref="FileRefusedException">A column is missing or of another type.</exception>
    public static RateLibraryNames Read(DbfTable table, FptMemos? memos)
    {
        if (
            table.Find("CODE") is not { Type: 'C' } code
            || table.Find("NAME") is not { Type: 'C' or 'M' } name
            || (name.Type == 'M' && name.Length is not (4 or 10))
        )
            throw RateLibraryFiles.WrongColumns("stdcm.dbf", "CODE (C), NAME (C, M)");
        if (name.Type == 'M' && memos is null)
            throw RateLibraryFiles.Missing("stdcm.fpt");
        var names = new RateLibraryNames(table, memos, name);
        for (var number = 1; number <= table.Count; number++)
        {
            if (!table.IsDeleted(number) && DbfText.TryRead(table.Value(number, code), out var key))
                names.records[key] = number;
        }
        return names;
    }

    /// <summary>
    /// Name and unit of goods, empty when there are none; false with the record when its name
    /// cannot be read.
    /// </summary>
    public bool TryFind(string code, out (string Name, string Unit) goods, out int record)
    {
        goods = ("", "");
        if (!records.TryGetValue(code, out record))
            return true;
        var ofUnit = "";
        if (unit is { } column && !DbfText.TryRead(table.Value(record, column), out ofUnit))
            return false;
        if (!TryReadName(record, out var text))
            return false;
        goods = (text, ofUnit);
        return true;
    }

    private bool TryReadName(int record, out string text)
    {
        text = "";
        var value = table.Value(record, name);
        if (name.Type == 'C')
            return DbfText.TryRead(value, out text);
        if (!TryReadBlock(value, out var block))
            return false;
        if (block == 0)
            return true;
        return memos!.Find(block) is { } range
            && range.End.Value - range.Start.Value <= LongestName
            && DbfText.TryRead(memos.Text(range), out text);
    }

    /// <summary>Four bytes, low byte first, or ten digits; blank is none.</summary>
    private static bool TryReadBlock(ReadOnlySpan<byte> value, out uint block)
    {
        block = 0;
        if (value.Length == 4)
        {
            block = BinaryPrimitives.ReadUInt32LittleEndian(value);
            return true;
        }
        var digits = value.Trim((byte)' ');
        return digits.IsEmpty
            || uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out block);
    }
}
