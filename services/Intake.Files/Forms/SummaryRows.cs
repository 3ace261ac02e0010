using static RebateFlow.Intake.Files.Forms.ColumnKind;

namespace RebateFlow.Intake.Files.Forms;

/// <summary>
/// What a production enterprise fills in for the month; every other row of the summary 免抵退税申报汇总表 is
/// computed.
/// </summary>
internal static class SummaryRows
{
    public static IReadOnlyList<Column> All { get; } = [.. Month(), .. Services(), .. Carried()];

    private static Column[] Month() =>
        [
            new("inputTax", "进项税额", "Input VAT, CNY", Money)
            {
                IsRequired = true,
                HelpZh = "本月进项税额。",
                HelpEn = "Input VAT of the month.",
            },
            new("outputTax", "销项税额", "Output VAT, CNY", Money)
            {
                IsRequired = true,
                HelpZh = "本月内销销项税额。",
                HelpEn = "Output VAT of the month on domestic sales.",
            },
            new("previousCredit", "上期留抵税额", "Previous credit, CNY", Money)
            {
                IsRequired = true,
                HelpZh = "上月期末留抵税额。",
                HelpEn = "VAT credit carried from the month before.",
            },
        ];

    private static Column[] Services() =>
        [
            new("servicesSalesUsd", "跨境应税行为销售额(美元)", "Cross-border services, USD", Money)
            {
                HelpZh = "汇总表第3栏；不填为0。",
                HelpEn = "Row 3 of the summary; empty is 0.",
            },
            new(
                "servicesSalesCny",
                "跨境应税行为销售额(人民币)",
                "Cross-border services, CNY",
                Money
            )
            {
                HelpZh = "计入汇总表第4栏；不填为0。",
                HelpEn = "Part of row 4; empty is 0.",
            },
            new(
                "servicesDisallowedTax",
                "跨境应税行为不得免征和抵扣税额",
                "Services, disallowed tax, CNY",
                Money
            )
            {
                HelpZh = "汇总表第7栏；不填为0。",
                HelpEn = "Row 7; empty is 0.",
            },
            new("servicesEcrTax", "跨境应税行为免抵退税额", "Services, ECR tax, CNY", Money)
            {
                HelpZh = "汇总表第12栏；不填为0。",
                HelpEn = "Row 12; empty is 0.",
            },
        ];

    private static Column[] Carried() =>
        [
            new(
                "settlementAdjustDisallowed",
                "进料加工核销应调整不得免征和抵扣税额",
                "Settlement adjustment, disallowed tax, CNY",
                Money
            )
            {
                HelpZh = "汇总表第8栏，可为负；不填取已登记而未调整的核销数。",
                HelpEn = "Row 8, any sign; empty takes what is registered and not taken yet.",
            },
            new(
                "settlementAdjustEcr",
                "进料加工核销应调整免抵退税额",
                "Settlement adjustment, ECR tax, CNY",
                Money
            )
            {
                HelpZh = "汇总表第14栏，可为负；不填取已登记而未调整的核销数。",
                HelpEn = "Row 14, any sign; empty takes what is registered and not taken yet.",
            },
            new(
                "carriedForwardEcr",
                "上期结转需冲减的免抵退税额",
                "Carried from the last period, CNY",
                Money
            )
            {
                HelpZh = "汇总表第13栏；不填取上次申报第16栏。",
                HelpEn = "Row 13; empty takes row 16 of the last filing.",
            },
            new("endingCredit", "增值税纳税申报表期末留抵税额", "Ending VAT credit, CNY", Money)
            {
                HelpZh = "汇总表第17栏；不填取增值税纳税申报表。",
                HelpEn = "Row 17; empty takes the VAT return's.",
            },
        ];
}
