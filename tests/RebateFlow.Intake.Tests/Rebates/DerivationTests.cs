using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.Requests;

namespace RebateFlow.Intake.Tests.Rebates;

/// <summary>
/// Story: one filing for each formula. A derivation is stored as a record with its numbers, comes
/// back as the same record, and is put into words and named numbers only when it is read.
/// </summary>
public sealed class DerivationTests
{
    private static readonly Dictionary<Type, Scene> Scenes = new()
    {
        [typeof(ErLineDerivation)] = Scene.Er(),
        [typeof(ErLowerRateDerivation)] = Scene.Er().WithInvoice(v => v with { VatRate = 3m }),
        [typeof(ErConsumptionTaxDerivation)] = Scene
            .Er()
            .WithPurchase(l => l with { TaxKind = TaxKind.C })
            .AddPurchase(l => l with { TaxKind = TaxKind.V }),
        [typeof(ErNoRebateDerivation)] = Scene
            .Er()
            .WithRates(Samples.Rate(Samples.Code, 0m, 13m, SpecialFlag.DomesticSale)),
        [typeof(EcrLineDerivation)] = Scene.Ecr(),
        [typeof(EcrProcessingLineDerivation)] = Samples.Processing(),
        [typeof(EcrNoRebateDerivation)] = Scene.Ecr().WithRates(),
        [typeof(ErOffsetDerivation)] = OffsetScenes.Er(),
        [typeof(EcrOffsetDerivation)] = OffsetScenes.Ecr(),
    };

    public static TheoryData<Type> Formulas => [.. Scenes.Keys];

    [Fact]
    public void Every_formula_is_stored_under_a_name_of_its_own_and_has_a_filing_here()
    {
        var sealedRecords = typeof(Derivation)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Derivation)) && !type.IsAbstract)
            .ToHashSet();
        var stored = typeof(Derivation).GetCustomAttributes<JsonDerivedTypeAttribute>().ToList();
        Assert.Equal(sealedRecords, stored.Select(entry => entry.DerivedType).ToHashSet());
        Assert.Equal(
            stored.Count,
            stored.Select(entry => entry.TypeDiscriminator).Distinct().Count()
        );
        Assert.Equal(sealedRecords, Scenes.Keys.ToHashSet());
        Assert.All(sealedRecords, type => Assert.True(type.IsSealed));
    }

    [Theory]
    [MemberData(nameof(Formulas))]
    public void A_stored_derivation_comes_back_as_the_same_record(Type formula)
    {
        var rebate = Scenes[formula].Run().Rebate;
        Assert.IsType(formula, rebate.Lines[0].Derivation);
        var packed = PackedJson.Pack(rebate, Stored.Rebate, isLarge: false);
        Assert.Equal(rebate.Lines, PackedJson.Unpack(packed, Stored.Rebate).Lines);
    }

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Words_are_made_on_reading_and_never_stored(Type formula)
    {
        var line = Scenes[formula].Run().Rebate.Lines[0];
        var (zh, en) = (Text(line, isChinese: true), Text(line, isChinese: false));
        Assert.NotEqual(zh, en);
        var stored = JsonSerializer.Serialize(line.Derivation, Readable);
        Assert.DoesNotContain(zh, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(en, stored, StringComparison.Ordinal);
    }

    /// <summary>
    /// The names that programs of exporters read; a name may be added, never lost.
    /// </summary>
    [Theory]
    [InlineData(typeof(ErLineDerivation), "ER_LINE", ErShare + " vatRate rebateRate " + Result)]
    [InlineData(
        typeof(ErLowerRateDerivation),
        "ER_LINE_LOWER_RATE",
        ErShare + " libraryRate vatRate rebateRate " + Result
    )]
    [InlineData(
        typeof(ErConsumptionTaxDerivation),
        "ER_CONSUMPTION_TAX",
        ErShare + " declaredTax rebate"
    )]
    [InlineData(typeof(ErNoRebateDerivation), "NO_REBATE", ErShare + " vatRate rateDifference")]
    [InlineData(typeof(EcrLineDerivation), "ECR_LINE", EcrNet + " vatRate rebateRate " + Result)]
    [InlineData(
        typeof(EcrProcessingLineDerivation),
        "ECR_PROCESSING_LINE",
        EcrNet + " vatRate rebateRate " + Result
    )]
    [InlineData(typeof(EcrNoRebateDerivation), "NO_REBATE", EcrNet)]
    [InlineData(
        typeof(ErOffsetDerivation),
        "ER_OFFSET",
        ErShare + " originalTaxBase originalRebate " + Result
    )]
    [InlineData(
        typeof(EcrOffsetDerivation),
        "ECR_OFFSET",
        EcrNet + " originalFobCny originalRebate " + Result
    )]
    public void The_view_names_formula_and_numbers(Type type, string formula, string names)
    {
        var view = View(Scenes[type].Run().Rebate.Lines[0], isChinese: false);
        Assert.Equal(formula, view.Formula);
        Assert.Equal(names, string.Join(' ', view.Values.Select(value => value.Name)));
    }

    [Theory]
    [MemberData(nameof(Formulas))]
    public void The_numbers_of_a_derivation_are_those_of_its_line(Type formula)
    {
        var line = Scenes[formula].Run().Rebate.Lines[0];
        var values = View(line, isChinese: false)
            .Values.ToDictionary(value => value.Name, value => value.Value);
        Assert.Equal(line.BaseCny, values["base"]);
        Assert.Equal(line.RebateCny, values.GetValueOrDefault("rebate"));
        Assert.Equal(line.RateDifferenceCny, values.GetValueOrDefault("rateDifference"));
        Assert.Equal(line.BondedMaterialCny, values.GetValueOrDefault("bondedMaterial"));
    }

    private const string ErShare = "taxBase exportedQuantity purchasedQuantity base";
    private const string EcrNet = "fobCny allocationRate bondedMaterial exemptMaterial base";
    private const string Result = "rebate rateDifference";

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static DerivationView View(RebateLine line, bool isChinese) =>
        RebateLineView.Of(line, isChinese).Derivation;

    private static string Text(RebateLine line, bool isChinese) => View(line, isChinese).Text;
}
