using System.Text;
using RebateFlow.Intake.Requests;

namespace RebateFlow.Intake.Tests.PreDeclarations;

public sealed class JsonFaultsTests
{
    [Fact]
    public void Every_fault_is_named_with_its_place()
    {
        var faults = Faults(
            """
            {"method": "XX", "uscc": null, "period": "202603", "batchNo": "1", "surplus": 1,
             "exportLines": [
               {"lineNo": "0001", "customsDeclarationLineNo": 5, "exportDate": "2026-13-01",
                "commodityCode": "c", "commodityName": "n", "quantity": 1.5, "fobUsd": "1.234"}],
             "purchaseLines": {}}
            """
        );

        Assert.Equal(
            [
                "batchNo",
                "exportLines[0].customsDeclarationLineNo",
                "exportLines[0].exportDate",
                "exportLines[0].fobUsd",
                "exportLines[0].quantity",
                "exportLines[0].unit",
                "method",
                "purchaseLines",
                "surplus",
                "uscc",
            ],
            faults.Order()
        );
    }

    [Fact]
    public void A_member_that_occurs_twice_is_a_fault() =>
        Assert.Contains("period", Faults("""{"period": "202601", "period": "202602"}"""));

    [Fact]
    public void A_document_without_faults_has_none() =>
        Assert.Empty(
            Faults(
                """
                {"method": "ECR", "uscc": "u", "period": "202603", "batchNo": 1, "exportLines": [],
                 "ecrSummary": {"inputTax": "0.00", "outputTax": "0", "previousCredit": "1.5"}}
                """
            )
        );

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"\ud800": 1}""")]
    public void What_cannot_be_named_is_left_to_the_place_of_the_fault(string json) =>
        Assert.Empty(Faults(json));

    [Fact]
    public void A_name_that_is_no_text_is_left_to_the_place_of_the_fault() =>
        Assert.Empty(
            JsonFaults.Find(
                new byte[] { (byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)':', (byte)'1', 0x7D },
                RequestJson.Default.SubmittedFiling
            )
        );

    private static IEnumerable<string> Faults(string json) =>
        JsonFaults
            .Find(Encoding.UTF8.GetBytes(json), RequestJson.Default.SubmittedFiling)
            .Select(fault => fault.Field);
}
