using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace RebateFlow.Intake.Tests.Feeds;

/// <summary>A column of a table that a test writes.</summary>
internal sealed record TestColumn(string Name, char Type, int Length);

/// <summary>A DBF table, written byte by byte as dBASE III and FoxPro do.</summary>
internal sealed record DbfFile(params TestColumn[] Columns)
{
    public static readonly Encoding Gb18030 = Encodings();

    private readonly List<byte[]> records = [];

    /// <summary>0x30 Visual FoxPro, 0xF5 FoxPro with memos, 0x03 dBASE III.</summary>
    public byte Version { get; init; } = 0x30;

    public DateOnly UpdatedOn { get; init; } = new(2026, 6, 9);

    public int Count => records.Count;

    /// <summary>A rate library without rows, in the columns of cmcode.dbf.</summary>
    public static DbfFile Rates() =>
        new(
            new("CODE", 'C', 16),
            new("NAME", 'C', 60),
            new("UNIT", 'C', 8),
            new("ZSSL_SET", 'C', 20),
            new("TSL", 'C', 8),
            new("ST_DATE", 'C', 8),
            new("END_DATE", 'C', 8),
            new("TSFLAG", 'C', 1)
        );

    /// <summary>Adds a record; values are filled up with blanks, numbers from the left.</summary>
    public DbfFile Add(params object[] values) => Add(' ', values);

    public DbfFile AddDeleted(params object[] values) => Add('*', values);

    public byte[] ToBytes()
    {
        using var file = new MemoryStream();
        var link = Version == 0x30 ? 263 : 0;
        var header = new byte[32 + (32 * Columns.Length) + 1 + link];
        header[0] = Version;
        header[1] = (byte)(UpdatedOn.Year % 100);
        header[2] = (byte)UpdatedOn.Month;
        header[3] = (byte)UpdatedOn.Day;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), records.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)header.Length);
        var length = 1 + Columns.Sum(column => column.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(10), (ushort)length);
        for (var i = 0; i < Columns.Length; i++)
        {
            var column = header.AsSpan(32 + (32 * i), 32);
            Encoding.ASCII.GetBytes(Columns[i].Name, column);
            column[11] = (byte)Columns[i].Type;
            column[16] = (byte)Columns[i].Length;
        }
        header[32 + (32 * Columns.Length)] = 0x0D;
        file.Write(header);
        foreach (var record in records)
            file.Write(record);
        file.WriteByte(0x1A);
        return file.ToArray();
    }

    /// <summary>A zip of files by name.</summary>
    public static MemoryStream Zip(params (string Name, byte[] Bytes)[] files)
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }
        zip.Position = 0;
        return zip;
    }

    private DbfFile Add(char mark, object[] values)
    {
        var record = new List<byte> { (byte)mark };
        foreach (var (column, value) in Columns.Zip(values))
            record.AddRange(Fill(column, value));
        records.Add([.. record]);
        return this;
    }

    private static byte[] Fill(TestColumn column, object value)
    {
        var filled = Enumerable.Repeat((byte)' ', column.Length).ToArray();
        if (value is uint block && column.Length == 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(filled, block);
            return filled;
        }
        var bytes = value as byte[] ?? Gb18030.GetBytes(value.ToString()!);
        if (bytes.Length > column.Length)
            throw new ArgumentException($"{value} is too long for {column}.", nameof(value));
        var isRight = column.Type is 'N' or 'F' or 'M';
        bytes.CopyTo(filled, isRight ? column.Length - bytes.Length : 0);
        return filled;
    }

    private static Encoding Encodings()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030");
    }
}

/// <summary>A FoxPro memo file.</summary>
internal sealed class FptFile(int blockBytes = 64)
{
    private readonly List<byte> blocks = [];

    private int FirstBlock => (511 / blockBytes) + 1;

    /// <summary>Adds a text and gives the number of its block.</summary>
    public uint Add(string text, uint kind = 1)
    {
        var block = (uint)(FirstBlock + (blocks.Count / blockBytes));
        var bytes = DbfFile.Gb18030.GetBytes(text);
        Span<byte> header = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(header, kind);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (uint)bytes.Length);
        blocks.AddRange(header);
        blocks.AddRange(bytes);
        while (blocks.Count % blockBytes != 0)
            blocks.Add(0);
        return block;
    }

    public byte[] ToBytes()
    {
        var header = new byte[FirstBlock * blockBytes];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)blockBytes);
        return [.. header, .. blocks];
    }
}
