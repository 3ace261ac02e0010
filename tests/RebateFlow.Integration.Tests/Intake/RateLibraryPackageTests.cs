using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using RebateFlow.Intake.Tests.Feeds;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>The official DBF files of the rate library, fed as they are.</summary>
public sealed class RateLibraryPackageTests(SharedInstallation shared)
{
    private const string Feed = "/v1/feeds/rate-library";

    [Fact]
    public async Task The_official_files_are_fed_like_the_same_rows_in_CSV()
    {
        var installation = await shared.GetAsync();
        var memos = new FptFile();
        var name = string.Concat(Enumerable.Repeat("测试用平板电脑𠮷，", 40));
        var names = new DbfFile(new("CODE", 'C', 16), new("NAME", 'M', 4), new("UNIT", 'C', 8)).Add(
            "9810000001",
            memos.Add(name),
            "台"
        );
        var rates = DbfFile
            .Rates()
            .Add("9810000001", "", "", "13,9", "13", "20260401", "20991231", "")
            .AddDeleted("9810000002", "旧", "台", "13", "13", "20260401", "", "")
            .Add("9810000003", "车灯", "个", "13", "1x", "20260401", "", "")
            .Add("9810000004", "车灯", "个", "13", "0", "20260401", "", "1");
        var zip = DbfFile.Zip(
            ("cmcode.DBF", rates.ToBytes()),
            ("stdcm.dbf", names.ToBytes()),
            ("STDCM.FPT", memos.ToBytes())
        );

        var first = (await PostAsync(installation, zip.ToArray())).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((2, 0, 1), Tally(first));
        Assert.Equal(3, first["refused"]![0]!["row"]!.GetValue<int>());
        Assert.Contains(
            "rebateRate",
            first["refused"]![0]!["reason"]!.GetValue<string>(),
            StringComparison.Ordinal
        );

        var again = await PostAsync(installation, zip.ToArray());
        Assert.Equal((0, 2, 1), Tally(again.Json));
        var csv =
            "code,name,unit1,vatRates,rebateRate,specialFlag,validFrom,validTo,version\n"
            + $"9810000001,{name},台,13|9,13,,2026-04-01,2099-12-31,20260609\n"
            + "9810000004,车灯,个,13,0,1,2026-04-01,,20260609\n";
        var asCsv = await PostAsync(installation, Encoding.UTF8.GetBytes(csv), "text/csv");
        Assert.Equal((0, 2, 0), Tally(asCsv.Json));
        var stored = await installation.Intake.Database.QueryAsync<string>(
            "SELECT name || vat_rates_percent::text || version "
                + "FROM rate_library_row WHERE code = '9810000001'"
        );
        Assert.Equal(name + "{13.00,9.00}20260609", stored);
        var newer = await PostAsync(installation, zip.ToArray(), version: 20260610);
        Assert.Equal((2, 0, 1), Tally(newer.Json));
    }

    [Fact]
    public async Task What_is_no_such_package_is_refused_with_what_to_do()
    {
        var installation = await shared.GetAsync();
        var truncated = DbfFile.Zip(
            ("cmcode.dbf", DbfFile.Rates().Add("98", "", "", "", "", "", "", "").ToBytes()[..^9])
        );
        Assert.Equal("RBF-1030", (await PostAsync(installation, truncated.ToArray())).ProblemCode);
        Assert.Equal("RBF-1030", (await PostAsync(installation, "no zip"u8.ToArray())).ProblemCode);
        Assert.Equal(
            "RBF-1033",
            (await PostAsync(installation, DbfFile.Zip(("a.txt", [1])).ToArray())).ProblemCode
        );
        var large = new byte[33 * 1024 * 1024];
        var tooLarge = await PostAsync(installation, large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.Status);
        Assert.Equal("RBF-1032", tooLarge.ProblemCode);
        Assert.Equal("RBF-1010", (await PostAsync(installation, [], version: 0)).ProblemCode);
        var elsewhere = await installation
            .As(Bearer.Feed, installation.Intake)
            .SendAsync(
                HttpMethod.Post,
                "/v1/feeds/exchange-rates",
                Content(truncated.ToArray(), "application/zip")
            );
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, elsewhere.Status);
    }

    private static (int Taken, int Unchanged, int Refused) Tally(
        System.Text.Json.Nodes.JsonNode answer
    ) =>
        (
            answer["taken"]!.GetValue<int>(),
            answer["unchanged"]!.GetValue<int>(),
            answer["refusedCount"]!.GetValue<int>()
        );

    private static Task<ApiAnswer> PostAsync(
        Installation installation,
        byte[] body,
        string type = "application/zip",
        long? version = null
    ) =>
        installation
            .As(Bearer.Feed, installation.Intake)
            .SendAsync(
                HttpMethod.Post,
                version is { } given
                    ? string.Create(CultureInfo.InvariantCulture, $"{Feed}?version={given}")
                    : Feed,
                Content(body, type)
            );

    private static ByteArrayContent Content(byte[] body, string type) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}
