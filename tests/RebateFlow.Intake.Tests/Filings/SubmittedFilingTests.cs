using System.Text.Json;
using RebateFlow.Intake.Checks.Filings;

namespace RebateFlow.Intake.Tests.Filings;

/// <summary>The body of a request as JSON.</summary>
public sealed class SubmittedFilingTests
{
    private const string ErBody = """
        {
          "method": "ER", "uscc": "91120116MA90DEM10T", "period": "202603", "batchNo": 1,
          "exportLines": [
            { "lineNo": "0001", "associationNo": "2026030011",
              "customsDeclarationLineNo": "022020260000010001001", "exportDate": "2026-03-05",
              "commodityCode": "8512201000", "commodityName": "照明装置", "unit": "个",
              "quantity": "100.0000", "fobUsd": "1234.50" }
          ],
          "purchaseLines": [
            { "lineNo": "0001", "associationNo": "2026030011", "voucherKind": "SPECIAL_INVOICE",
              "voucherNo": "120016413012345678", "supplierTaxId": "91120111MA91GHF113",
              "invoiceDate": "2026-02-20", "commodityCode": "8512201000", "unit": "个",
              "quantity": "100", "taxBase": "8000.00", "vatRate": "13", "rebateRate": "13",
              "rebatableTax": "1040.00" }
          ]
        }
        """;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
    };

    [Fact]
    public void A_body_is_read_with_its_defaults()
    {
        var filing = Read(ErBody);
        Assert.Equal(RebateMethod.Er, filing.Method);
        Assert.Equal(100m, filing.ExportLines[0].Quantity);
        Assert.Equal("USD", filing.ExportLines[0].Currency);
        Assert.False(filing.ExportLines[0].IsOffset);
        Assert.Equal("8512201000", filing.ExportLines[0].RatedCommodityCode);
        Assert.Equal(VoucherKind.SpecialInvoice, filing.PurchaseLines[0].VoucherKind);
        Assert.Equal(TaxKind.V, filing.PurchaseLines[0].TaxKind);
        Assert.Null(filing.EcrSummary);
    }

    [Fact]
    public void A_body_survives_writing_and_reading() =>
        Assert.Equal(
            JsonSerializer.Serialize(Read(ErBody), Options),
            JsonSerializer.Serialize(Read(JsonSerializer.Serialize(Read(ErBody), Options)), Options)
        );

    [Theory]
    [InlineData("\"batchNo\": 1", "\"batchNo\": 1, \"colour\": \"red\"")]
    [InlineData("\"fobUsd\": \"1234.50\"", "\"fobUsd\": \"1234.50\", \"fobEur\": \"1\"")]
    [InlineData("\"fobUsd\": \"1234.50\"", "\"fobUsd\": 1234.50")]
    [InlineData("\"fobUsd\": \"1234.50\"", "\"fobUsd\": null")]
    [InlineData("\"method\": \"ER\"", "\"method\": \"er\"")]
    [InlineData("\"method\": \"ER\"", "\"method\": 0")]
    [InlineData("\"uscc\": \"91120116MA90DEM10T\", ", "")]
    [InlineData("\"exportDate\": \"2026-03-05\"", "\"exportDate\": \"5 March 2026\"")]
    [InlineData("SPECIAL_INVOICE", "INVOICE")]
    public void A_body_with_another_shape_is_refused(string part, string replacement) =>
        Assert.Throws<JsonException>(() =>
            Read(ErBody.Replace(part, replacement, StringComparison.Ordinal))
        );

    private static SubmittedFiling Read(string json) =>
        JsonSerializer.Deserialize<SubmittedFiling>(json, Options)!;
}
