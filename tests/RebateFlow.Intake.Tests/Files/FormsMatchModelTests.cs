using System.Text.Json.Serialization.Metadata;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Files.Forms;
using RebateFlow.Intake.Requests;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Files;

/// <summary>
/// Files and JSON carry the same model; a member of one is a column of the other.
/// </summary>
public sealed class FormsMatchModelTests
{
    public static TheoryData<string> Forms() => ["header", "export", "purchase", "summary"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_member_of_the_document_has_a_column(string doubtForm)
    {
        var (form, members) = Of(doubtForm);

        Assert.Equal(
            members.Keys.Order(StringComparer.Ordinal),
            form.Columns.Select(column => column.Name).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_column_is_required_where_its_member_is(string doubtForm)
    {
        var (form, members) = Of(doubtForm);

        Assert.All(
            form.Columns,
            column => Assert.Equal(members[column.Name].IsRequired, column.IsRequired)
        );
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_column_reads_what_its_member_takes(string doubtForm)
    {
        var (form, members) = Of(doubtForm);

        Assert.All(
            form.Columns,
            column =>
                Assert.Equal(
                    (column.Name, KindOf(members[column.Name])),
                    (column.Name, Wire(column.Kind))
                )
        );
    }

    [Fact]
    public void Headings_differ_within_a_form_in_both_languages() =>
        Assert.All(
            FilingForms.All,
            form =>
            {
                Assert.Distinct(form.Columns.Select(column => column.Zh));
                Assert.Distinct(form.Columns.Select(column => column.En.ToUpperInvariant()));
            }
        );

    [Fact]
    public void Every_kind_of_voucher_is_on_the_sheet_of_codes() =>
        Assert.Equal(
            Enum.GetValues<VoucherKind>().Select(WireCode.Of),
            CodeTables.VoucherKinds.Codes.Select(code => code.Value)
        );

    private static (Form, Dictionary<string, JsonPropertyInfo>) Of(string doubtForm)
    {
        var form = FilingForms.All.Single(f => f.DoubtForm == doubtForm);
        JsonTypeInfo type = doubtForm switch
        {
            "header" => RequestJson.Default.SubmittedFiling,
            "export" => RequestJson.Default.ExportLine,
            "purchase" => RequestJson.Default.PurchaseLine,
            _ => RequestJson.Default.EcrFigures,
        };
        string[] forms = ["exportLines", "purchaseLines", "ecrSummary"];
        return (
            form,
            type.Properties.Where(p => p.Set is not null && !forms.Contains(p.Name))
                .ToDictionary(p => p.Name)
        );
    }

    private static string Wire(ColumnKind kind) =>
        kind switch
        {
            ColumnKind.Text => "text",
            ColumnKind.Money => "money",
            ColumnKind.Number or ColumnKind.Percent => "decimal",
            ColumnKind.Whole => "whole",
            ColumnKind.Date => "date",
            ColumnKind.Choice => "choice",
        };

    private static string KindOf(JsonPropertyInfo member)
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        return type switch
        {
            { IsEnum: true } => "choice",
            _ when type == typeof(string) => "text",
            _ when type == typeof(int) => "whole",
            _ when type == typeof(DateOnly) => "date",
            _ when HasConverter(member, typeof(MoneyJsonConverter)) => "money",
            _ when HasConverter(member, typeof(DecimalJsonConverter)) => "decimal",
            _ => type.Name,
        };
    }

    private static bool HasConverter(JsonPropertyInfo member, Type converter) =>
        member
            .AttributeProvider!.GetCustomAttributes(true)
            .OfType<System.Text.Json.Serialization.JsonConverterAttribute>()
            .Any(attribute => attribute.ConverterType == converter);
}
