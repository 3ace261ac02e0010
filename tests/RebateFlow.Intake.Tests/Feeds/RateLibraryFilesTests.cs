using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using CsCheck;
using RebateFlow.Intake.Feeds;
using RebateFlow.Intake.Files.Feeds;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Tests.Feeds;

public sealed class RateLibraryFilesTests
{
    private const string Rare = "𠮷野牌㐂字";

    private static readonly string longName = string.Concat(
        Enumerable.Repeat("其他用途的平板电脑及类似装置；", 25)
    );

    [Fact]
    public async Task The_files_bring_the_rows_that_CSV_brings()
    {
        const string header =
            "code,name,unit1,vatRates,rebateRate,specialFlag,validFrom,validTo,version\n";
        var csv =
            header
            + $"8471301000,{longName},台,13,13,,2019-04-01,2099-12-31,20260609\n"
            + $"0303660000,{Rare},千克,13|9,9,,2014-01-01,,20260609\n"
            + "85043190,变压器,个,17|16|13,0,1,2014-01-01,2018-12-31,20260609\n"
            + "7113111000,银饰,克,13,10.5,2,2026-04-01,,20260609\n";

        var rows = await RowsAsync(Open(Official()).Lines!);

        Assert.Equal(await CsvRowsAsync(csv), rows.Select(JsonOf));
        Assert.True(DbfFile.Gb18030.GetByteCount(longName) > 512);
        // Two of the five characters take four bytes.
        Assert.Equal(4 + 2 + 2 + 4 + 2, DbfFile.Gb18030.GetByteCount(Rare));
    }

    [Fact]
    public async Task Rows_are_numbered_as_records_and_deleted_ones_are_passed_over()
    {
        var lines = Open(Official()).Lines!;
        var numbers = new List<int>();
        while (await lines.ReadAsync(default))
            numbers.Add(lines.LineNo);
        Assert.Equal([1, 2, 4, 5], numbers);
    }

    [Theory]
    [InlineData((byte)0x30, 4)]
    [InlineData((byte)0xF5, 10)]
    public async Task Memos_are_found_by_either_kind_of_pointer(byte version, int length)
    {
        var memos = new FptFile(blockBytes: 33);
        object block = memos.Add("车灯\r\n（机动车辆用）");
        if (length == 10)
            block = $"{block}";
        var names = Names(length) with { Version = version };
        names.Add("85122010", block, "个").Add("85122020", length == 4 ? 0u : "", "个");
        var rates = DbfFile.Rates() with { Version = version };
        Rate(rates, "85122010", "", "13", "13");
        Rate(rates, "85122020", "照明装置", "13", "13");

        var rows = await RowsAsync(
            Open(
                ("A/CMCODE.DBF", rates.ToBytes()),
                ("A/stdcm.dbf", names.ToBytes()),
                ("A/STDCM.FPT", memos.ToBytes())
            ).Lines!
        );

        Assert.Equal(["车灯 （机动车辆用）", "照明装置"], rows.Select(row => row!.Name));
    }

    [Fact]
    public async Task Numbers_and_days_may_be_of_their_own_types()
    {
        var rates = new DbfFile(
            new("CODE", 'C', 16),
            new("NAME", 'C', 40),
            new("UNIT", 'C', 8),
            new("ZSSL_SET", 'N', 6),
            new("TSL", 'N', 8),
            new("ST_DATE", 'D', 8),
            new("END_DATE", 'D', 8),
            new("TSFLAG", 'C', 1),
            new("BCFLAG", 'L', 1)
        );
        rates.Add("8512", "车灯", "个", "13.00", "13.0000", "20260401", "", "", "F");
        rates.Add("8513", "手电", "个", "13.00", ".5", "20260401", "99991231", "", "T");

        var rows = await RowsAsync(Open(("cmcode.dbf", rates.ToBytes())).Lines!);

        Assert.Equal([13m, 0.5m], rows.Select(row => row!.RebateRate));
        Assert.All(rows, row => Assert.Equal(["13"], row!.VatRates));
        Assert.All(rows, row => Assert.Null(row!.ValidTo));
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_says_why_and_costs_no_other_one()
    {
        var names = Names(4).Add("85122030", 4_000_000u, "个");
        var rates = DbfFile.Rates();
        Rate(rates, "85122010", "车灯", "13", "13");
        rates.Add("85122020", new byte[] { 0x81, 0x20 }, "个", "13", "13", "20260401", "", "");
        Rate(rates, "85122030", "车灯", "13", "13");
        Rate(rates, "85122040", "车灯", "13", "x");

        var lines = Open(
            ("cmcode.dbf", rates.ToBytes()),
            ("stdcm.dbf", names.ToBytes()),
            ("stdcm.fpt", new FptFile().ToBytes())
        ).Lines!;

        var faults = new List<string?>();
        while (await lines.ReadAsync(default))
            faults.Add(lines.Fault?.En);
        Assert.Equal(
            [
                null,
                "NAME is no text in GB18030",
                "the name in record 1 of stdcm.dbf cannot be read",
                null,
            ],
            faults
        );
    }

    [Fact]
    public void Files_that_do_not_fit_are_refused_before_any_row_with_the_record()
    {
        var rates = DbfFile.Rates();
        for (var i = 0; i < 12; i++)
            Rate(rates, "85122010", "车灯", "13", "13");
        var good = rates.ToBytes();
        var record = 1 + rates.Columns.Sum(column => column.Length);
        var first = good.Length - 1 - (12 * record);

        Refused(good[..^(record + 5)], "ends in record 11; its header says 12");
        Refused(With(good, first + (6 * record), (byte)'x'), "deletion mark in record 7");
        Refused(With(good, 0, 0x8B), "version mark 8B");
        Refused(With(good, 8, 0x20), "has a header of");
        Refused(With(good, 10, 0x07), "records of");
        Refused(With(good, 32, (byte)'-'), "for column 1");
        Refused(With(good, 7, 0x7F), "records; at most");
        Refused([.. good[..^1], 7], "goes on after its last record, 12");
        Refused(good[..40], "no end of its columns");
        Refused([], "no whole header");
        Refused(With(good, 32 + 11, (byte)'B'), "of another type", FileRefusalKind.WrongForms);
    }

    [Fact]
    public void A_zip_without_the_rates_or_with_half_of_the_names_is_refused()
    {
        var rates = DbfFile.Rates().ToBytes();
        var names = Names(4).ToBytes();
        Assert.Equal(FileRefusalKind.WrongForms, Open(("x.dbf", rates)).Refusal!.Kind);
        Assert.Equal(
            FileRefusalKind.WrongForms,
            Open(("cmcode.dbf", rates), ("stdcm.dbf", names)).Refusal!.Kind
        );
        Assert.Equal(
            FileRefusalKind.Unreadable,
            Open(("cmcode.dbf", rates), ("a/CMCODE.DBF", rates)).Refusal!.Kind
        );
        Assert.Equal(
            FileRefusalKind.Unreadable,
            RateLibraryFiles.Open(new MemoryStream(rates), null).Refusal!.Kind
        );
    }

    [Fact]
    public void A_bomb_is_refused_by_what_its_directory_states()
    {
        var bomb = Open(("cmcode.dbf", new byte[60 * 1024 * 1024]));
        Assert.Equal(FileRefusalKind.TooLarge, bomb.Refusal!.Kind);
        var noise = new byte[49 * 1024 * 1024];
        new Random(1).NextBytes(noise);
        Assert.Equal(FileRefusalKind.TooLarge, Open(("cmcode.dbf", noise)).Refusal!.Kind);
    }

    [Fact]
    public async Task The_version_is_the_day_of_the_headers_unless_it_is_given()
    {
        var old = DbfFile.Rates() with { UpdatedOn = new DateOnly(2025, 12, 31) };
        Rate(old, "85122010", "车灯", "13", "13");
        var files = ("cmcode.dbf", old.ToBytes());
        Assert.Equal(20251231, (await RowsAsync(Open(files).Lines!))[0]!.Version);
        var given = RateLibraryFiles.Open(DbfFile.Zip(files), 7).Lines!;
        Assert.Equal(7, (await RowsAsync(given))[0]!.Version);
        var undated = ("cmcode.dbf", With(old.ToBytes(), 2, 13));
        Assert.Contains("?version=", Open(undated).Refusal!.En, StringComparison.Ordinal);
        Assert.Null(RateLibraryFiles.Open(DbfFile.Zip(undated), 7).Refusal);
    }

    [Fact]
    public void Mutated_files_give_rows_or_a_refusal_and_never_a_crash()
    {
        var files = Official();
        Gen.Select(
                Gen.Int[0, 2],
                Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte).Array[1, 12],
                Gen.Int[0, 400]
            )
            .Sample(
                (which, changes, cut) =>
                {
                    var mutated = files[which].Bytes.ToArray();
                    foreach (var (at, value) in changes)
                        mutated[at % Math.Min(mutated.Length, at % 2 == 0 ? 400 : int.MaxValue)] =
                            value;
                    var all = files.ToArray();
                    all[which].Bytes =
                        cut < 100 ? mutated[..^Math.Min(cut, mutated.Length)] : mutated;
                    return ReadsOrRefuses(DbfFile.Zip(all));
                },
                iter: 2_000
            );
    }

    [Fact]
    public void Random_bytes_give_rows_or_a_refusal_and_never_a_crash() =>
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Byte.Array[0, 3000], Gen.Byte.Array[0, 3000])
            .Sample(
                (rates, names, memos) =>
                    ReadsOrRefuses(
                        DbfFile.Zip(
                            ("cmcode.dbf", rates),
                            ("stdcm.dbf", names),
                            ("stdcm.fpt", memos)
                        )
                    ),
                iter: 1_000
            );

    [Fact]
    public void A_mutated_zip_gives_rows_or_a_refusal_and_never_a_crash()
    {
        var zip = DbfFile.Zip(Official()).ToArray();
        Gen.Select(Gen.Int[0, zip.Length - 1], Gen.Byte)
            .Array[1, 8]
            .Sample(
                changes =>
                {
                    var mutated = zip.ToArray();
                    foreach (var (at, value) in changes)
                        mutated[at] = value;
                    return ReadsOrRefuses(new MemoryStream(mutated));
                },
                iter: 1_000
            );
    }

    /// <summary>Five records, the third deleted; names of four in memos.</summary>
    internal static (string Name, byte[] Bytes)[] Official()
    {
        var memos = new FptFile();
        var names = Names(4)
            .Add("8471301000", memos.Add("旧名"), "台")
            .AddDeleted("8471301000", 9u, "台")
            .Add("8471301000", memos.Add(longName), "台")
            .Add("0303660000", memos.Add(Rare), "千克")
            .Add("7113111000", memos.Add("银饰"), "克");
        var rates = DbfFile
            .Rates()
            .Add("8471301000", "平板", "台", "13", "13", "20190401", "20991231", "")
            .Add("0303660000", "鱼", "千克", "13, 9", "9.00", "20140101", "", "")
            .AddDeleted("0000000000", "", "", "", "", "", "", "")
            .Add("85043190", "变压器", "个", "17,16,13", "0", "20140101", "20181231", "1")
            .Add("7113111000", "", "克", "13", "10.50", "20260401", "99991231", "2");
        return
        [
            ("出口退税率文库/cmcode.DBF", rates.ToBytes()),
            ("出口退税率文库/stdcm.dbf", names.ToBytes()),
            ("出口退税率文库/STDCM.FPT", memos.ToBytes()),
        ];
    }

    private static bool ReadsOrRefuses(MemoryStream zip)
    {
        var (lines, refusal) = RateLibraryFiles.Open(zip, null);
        if (refusal is not null)
            return lines is null && refusal.Zh.Length > 0 && refusal.En.Length > 0;
        while (lines!.ReadAsync(default).AsTask().Result)
        {
            if (lines.Fault is null && lines.Line.Length is 0 or > NdjsonLines.LongestLine)
                return false;
        }
        return true;
    }

    private static void Refused(byte[] rates, string expected, FileRefusalKind? kind = null)
    {
        var refusal = Open(("cmcode.dbf", rates)).Refusal;
        Assert.NotNull(refusal);
        Assert.Contains(expected, refusal.En, StringComparison.Ordinal);
        if (kind is not null)
            Assert.Equal(kind, refusal.Kind);
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        return changed;
    }

    private static (RateLibraryFiles? Lines, FileRefusal? Refusal) Open(
        params (string Name, byte[] Bytes)[] files
    ) => RateLibraryFiles.Open(DbfFile.Zip(files), null);

    private static DbfFile Names(int pointer) =>
        new(new("CODE", 'C', 16), new("NAME", 'M', pointer), new("UNIT", 'C', 8));

    private static void Rate(DbfFile file, string code, string name, string vat, string rebate) =>
        file.Add(code, name, "个", vat, rebate, "20260401", "", "");

    private static async Task<IReadOnlyList<RateLibraryFeedRow?>> RowsAsync(IFeedLines lines)
    {
        var rows = new List<RateLibraryFeedRow?>();
        while (await lines.ReadAsync(default))
        {
            if (!lines.Line.IsEmpty)
                rows.Add(
                    JsonSerializer.Deserialize(lines.Line.Span, FeedJson.Default.RateLibraryFeedRow)
                );
        }
        return rows;
    }

    private static async Task<IEnumerable<string>> CsvRowsAsync(string csv)
    {
        using var lines = await CsvLines.OpenAsync(
            PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(csv))),
            Encoding.UTF8,
            FeedJson.Default.RateLibraryFeedRow,
            default
        );
        return (await RowsAsync(lines)).Select(JsonOf);
    }

    private static string JsonOf(RateLibraryFeedRow? row) =>
        JsonSerializer.Serialize(row, FeedJson.Default.RateLibraryFeedRow!);
}
