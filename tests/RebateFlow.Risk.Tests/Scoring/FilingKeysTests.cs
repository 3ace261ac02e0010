using CsCheck;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.Risk.Tests.Scoring;

public sealed class FilingKeysTests
{
    [Fact]
    public void Each_thing_is_looked_up_once_however_many_lines_carry_it()
    {
        var content = Filings.Content with
        {
            ExportLines =
            [
                Filings.ExportLine,
                Filings.ExportLine with
                {
                    CommodityCode = "8512201090",
                },
                Filings.ExportLine with
                {
                    Unit = "千克",
                },
                Filings.ExportLine,
            ],
            PurchaseLines = [Filings.PurchaseLine, Filings.PurchaseLine],
        };

        var keys = FilingKeys.Of(Filings.Of(content), content);

        Assert.Equal(["85122010"], keys.Hs8);
        Assert.Equal(["8512201000", "8512201000", "8512201090"], keys.PeerCodes);
        Assert.Equal(["个", "千克", "个"], keys.PeerUnits);
        Assert.Equal(["91120111MA91GHF97X"], keys.Suppliers);
        Assert.Equal(("202501", 2026), (keys.PeriodLastYear, keys.PeriodYear));
    }

    [Fact]
    public void A_commodity_is_recorded_under_the_year_of_its_export()
    {
        var content = Filings.Content with
        {
            ExportLines =
            [
                Filings.ExportLine,
                Filings.ExportLine with
                {
                    ExportDate = new DateOnly(2025, 12, 31),
                },
            ],
        };

        var keys = FilingKeys.Of(Filings.Of(content), content);

        Assert.Equal([2025, 2026], keys.Hs8Years.Select(year => (int)year));
        Assert.Equal(["85122010", "85122010"], keys.Hs8);
    }

    [Fact]
    public void The_order_of_lines_does_not_change_the_order_of_keys() =>
        Gen.Char['1', '4']
            .Array[8, 10]
            .Select(text => new string(text))
            .Array[1, 20]
            .Sample(codes =>
            {
                var forth = Keys(codes);
                var back = Keys([.. codes.AsEnumerable().Reverse()]);
                return forth.Hs8.SequenceEqual(back.Hs8)
                    && forth.PeerCodes.SequenceEqual(back.PeerCodes)
                    && forth.PeerCodes.SequenceEqual(forth.PeerCodes.Order(StringComparer.Ordinal));
            });

    private static FilingKeys Keys(IReadOnlyList<string> codes)
    {
        var content = Filings.Content with
        {
            ExportLines =
            [
                .. codes.Select(code => Filings.ExportLine with { CommodityCode = code }),
            ],
        };
        return FilingKeys.Of(Filings.Of(content), content);
    }
}
