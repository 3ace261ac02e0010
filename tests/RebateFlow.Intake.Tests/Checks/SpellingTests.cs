using CsCheck;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Tests.Checks;

/// <summary>
/// Story: a clean filing stays clean however its ids, numbers, codes and units are written, by the
/// exporter or by those who feed the records. Does not cover names, which are compared by doubts of
/// their own.
/// </summary>
public sealed class SpellingTests
{
    /// <summary>A spelling of a code: what it reads as is the code again.</summary>
    private static readonly Gen<Func<string, string>> Spelling = Gen.Select(
            Gen.OneOf("", " ", "\u00A0", "\u3000", "\u200B", "\uFEFF", "\t"),
            Gen.Bool,
            Gen.Bool,
            Gen.Int[0, 8]
        )
        .Select(
            (clutter, isWide, isSmall, at) =>
                (Func<string, string>)(
                    code =>
                        string.Concat(
                                (isSmall ? code.ToLowerInvariant() : code).Select(c =>
                                    isWide && c is > ' ' and <= '~' ? (char)(c - '!' + '！') : c
                                )
                            )
                            .Insert(Math.Min(at, code.Length), clutter)
                )
        );

    [Fact]
    public void An_ER_filing_stays_clean_in_every_spelling_of_its_codes() =>
        Gen.Select(Spelling, Spelling, Spelling)
            .Sample(
                (one, two, three) =>
                {
                    var scene = Scene
                        .Er()
                        .With(f => f with { Uscc = one(f.Uscc) })
                        .WithExport(l =>
                            l with
                            {
                                CustomsDeclarationLineNo = two(l.CustomsDeclarationLineNo),
                                CommodityCode = one(l.CommodityCode),
                                AssociationNo = three(l.AssociationNo!),
                                Currency = two(l.Currency),
                            }
                        )
                        .WithPurchase(l =>
                            l with
                            {
                                VoucherNo = three(l.VoucherNo),
                                SupplierTaxId = two(l.SupplierTaxId),
                                CommodityCode = three(l.CommodityCode),
                                AssociationNo = one(l.AssociationNo),
                            }
                        );
                    var outcome = scene.Run();
                    Assert.Empty(outcome.Doubts.Select(doubt => doubt.TextEn));
                    Assert.Equal(13_000m, outcome.Rebate.RebateDueCny);
                    var line = Assert.Single(outcome.Content!.PurchaseLines);
                    Assert.Equal(Samples.Invoice, line.VoucherNo);
                    Assert.Equal(Samples.Supplier, line.SupplierTaxId);
                }
            );

    [Theory]
    [InlineData("91120116MA90DEM10T", true)]
    [InlineData("120116MA90DEM10", true)]
    [InlineData("120116ma90dem10 ", true)]
    [InlineData("120116MA90DEM20", false)]
    [InlineData("91120116MA90DEM20T", false)]
    public void The_declarant_is_known_by_its_former_id(string id, bool isDeclarant)
    {
        string[] codes = isDeclarant ? [] : ["M213"];
        Assert.Equal(codes, Scene.Er().WithInvoice(v => v with { BuyerUscc = id }).Codes());
        codes = isDeclarant ? [] : ["M102"];
        Assert.Equal(codes, Scene.Er().WithCustoms(c => c with { ConsignorUscc = id }).Codes());
        codes = isDeclarant ? [] : ["R312"];
        Assert.Equal(codes, Samples.Processing().WithBook(b => b with { Uscc = id }).Codes());
    }

    [Fact]
    public void A_supplier_is_known_by_its_former_id_and_passed_on_by_its_code()
    {
        var former = Samples.Supplier.Substring(2, 15);
        var outcome = Scene.Er().WithPurchase(l => l with { SupplierTaxId = former }).Run();
        Assert.Empty(outcome.Doubts);
        Assert.Equal(Samples.Supplier, outcome.Content!.PurchaseLines[0].SupplierTaxId);
        Scene.Er().WithInvoice(v => v with { SellerTaxId = former }).IsClean();
    }

    [Theory]
    [InlineData("千克", "公斤")]
    [InlineData("千克", "KG")]
    [InlineData("千克", "ｋｇ ")]
    [InlineData("千克", "035")]
    [InlineData("千克", "kgm")]
    [InlineData("千克", "㎏")]
    [InlineData("套", "SETS")]
    [InlineData("吨", "TNE")]
    [InlineData("米", "公尺")]
    [InlineData("吨", "公吨")]
    [InlineData("平方米", "㎡")]
    [InlineData("升", "公升")]
    public void A_unit_is_known_by_all_its_names(string unit, string other)
    {
        var scene = Scene
            .Er()
            .WithRates(Samples.Rate(Samples.Code, 13m) with { Unit1 = unit })
            .WithCustoms(c => c with { Unit1 = unit })
            .WithExport(l => l with { Unit = other })
            .WithPurchase(l => l with { Unit = other })
            .WithInvoice(v => v with { Unit = other });
        scene.IsClean();
        var content = scene.Run().Content!;
        Assert.Equal([unit, unit], [content.ExportLines[0].Unit, content.PurchaseLines[0].Unit]);
    }

    [Theory]
    [InlineData("千克", "克")]
    [InlineData("个", "只")]
    [InlineData("件", "PCS")]
    public void Other_units_are_not_taken_for_one(string left, string right) =>
        Assert.False(ReferenceData.Embedded.Units.AreSame(left, right));

    /// <summary>A name that meant two units would make them one.</summary>
    [Fact]
    public void No_name_of_the_unit_table_means_two_units()
    {
        var names = File.ReadLines(Path.Combine("seeds", "reference", "units.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .SelectMany(row => row[2].Split('|').Append(row[0]).Append(row[1]))
            .Where(name => name.Length > 0)
            .Select(RebateFlow.Primitives.CodeText.Normalize)
            .ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Theory]
    [InlineData("502", "USD")]
    [InlineData("５０２", "USD")]
    [InlineData("usd", "USD")]
    [InlineData("116", "JPY")]
    [InlineData("999", "999")]
    [InlineData("ZZZ", "ZZZ")]
    public void A_currency_is_known_by_letters_and_by_the_digits_of_before(
        string written,
        string letters
    ) => Assert.Equal(letters, ReferenceData.Embedded.Currencies.LettersOf(written));

    [Theory]
    [InlineData("502")]
    [InlineData("USD")]
    public void A_known_currency_is_converted(string currency) =>
        Scene.Er().WithExport(l => l with { Currency = currency }).IsClean();

    [Fact]
    public void M113_says_of_a_currency_without_a_rate_that_it_cannot_be_judged()
    {
        var scene = Scene
            .Er()
            .WithExport(l => l with { Currency = "116" })
            .WithCustoms(c => c with { Currency = "JPY" });
        var doubt = scene.OnlyRaises("M113");
        doubt.Is("export", "0001", "currency", "116", "");
        Assert.Equal(
            "Line 0001: there is no exchange rate of the export month to judge 116 by",
            doubt.TextEn
        );
        Assert.Equal(FeedbackOutcome.Passable, scene.Run().Outcome);
    }
}
