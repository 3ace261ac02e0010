namespace RebateFlow.Intake.Feeds;

/// <summary>Tables of the other feeds, column by column.</summary>
public static class FeedTablesSql
{
    public static readonly VersionedTable<EnterpriseRow> Enterprises =
        new VersionedTable<EnterpriseRow>("enterprise", "uscc")
            .Column("uscc", row => row.Uscc)
            .Column("name", row => row.Name)
            .Column("kind", row => row.Kind)
            .Column("enterprise_class", row => (short)row.EnterpriseClass)
            .Column("aeo_status", row => row.AeoStatus)
            .Column("tax_authority", row => row.TaxAuthority)
            .Column("customs_district", row => row.CustomsDistrict)
            .Column("customs_code", row => row.CustomsCode)
            .Column("legal_person", row => row.LegalPerson)
            .Column("address", row => row.Address)
            .Column("processing_trade_share_percent", row => row.ProcessingTradeSharePercent)
            .Column("registered_on", row => row.RegisteredOn)
            .Column("first_declared_on", row => row.FirstDeclaredOn)
            .Column("suspended", row => row.Suspended)
            .Column("version", row => row.Version);

    public static readonly VersionedTable<RateLibraryFeedRow> Rates =
        new VersionedTable<RateLibraryFeedRow>(
            "rate_library_row",
            "code",
            "rebate_rate_percent",
            "special_flag",
            "valid_from"
        )
            .Column("code", row => row.Code)
            .Column("rebate_rate_percent", row => row.RebateRate)
            .Column("special_flag", row => row.SpecialFlag)
            .Column("valid_from", row => row.ValidFrom)
            .Column("valid_to", row => row.ValidTo)
            .Column("name", row => row.Name)
            .Column("unit1", row => row.Unit1)
            .Column("unit2", row => row.Unit2)
            .Column(
                "vat_rates_percent",
                row => string.Join('|', row.VatRates.Select(RateLibraryFeedRow.Percent)),
                "string_to_array(vat_rates_percent, '|')::numeric[]"
            )
            .Column("version", row => row.Version)
            .HeldInMemory();

    public static readonly VersionedTable<ExchangeRateFeedRow> ExchangeRates =
        new VersionedTable<ExchangeRateFeedRow>("exchange_rate", "currency", "month")
            .Column("currency", row => row.Currency)
            .Column("month", row => row.Month)
            .Column("cny_per_unit", row => row.CnyPerUnit)
            .Column("version", row => row.Version)
            .HeldInMemory();

    public static readonly VersionedTable<VatReturnRow> VatReturns =
        new VersionedTable<VatReturnRow>("vat_return", "uscc", "period")
            .Column("uscc", row => row.Uscc)
            .Column("period", row => row.Period)
            .Column("ecr_sales_cny", row => row.EcrSalesCny)
            .Column("ending_credit", row => row.EndingCredit)
            .Column("filed_on", row => row.FiledOn)
            .Column("version", row => row.Version);

    public static readonly VersionedTable<ProcessingBookRow> ProcessingBooks =
        new VersionedTable<ProcessingBookRow>("processing_book", "book_no")
            .Column("book_no", row => row.BookNo)
            .Column("uscc", row => row.Uscc)
            .Column("planned_allocation_rate", row => row.PlannedAllocationRate)
            .Column("valid_from", row => row.ValidFrom)
            .Column("settle_by", row => row.SettleBy)
            .Column("status", row => row.Status)
            .Column("version", row => row.Version);

    public static readonly VersionedTable<AgencyCertificateRow> Certificates =
        new VersionedTable<AgencyCertificateRow>("agency_certificate", "certificate_no")
            .Column("certificate_no", row => row.CertificateNo)
            .Column("principal_uscc", row => row.PrincipalUscc)
            .Column("customs_declaration_line_no", row => row.CustomsDeclarationLineNo)
            .Column("version", row => row.Version);

    public static readonly VersionedTable<FxReceiptRow> FxReceipts =
        new VersionedTable<FxReceiptRow>("fx_receipt", "receipt_no")
            .Column("receipt_no", row => row.ReceiptNo)
            .Column("customs_declaration_line_no", row => row.CustomsDeclarationLineNo)
            .Column("kind", row => row.Kind)
            .Column("currency", row => row.Currency)
            .Column("amount", row => row.Amount)
            .Column("received_on", row => row.ReceivedOn)
            .Column("version", row => row.Version);

    public static readonly VersionedTable<DoubtCodeRow> DoubtCodes =
        new VersionedTable<DoubtCodeRow>("doubt_code", "code", "valid_from")
            .Column("code", row => row.Code)
            .Column("valid_from", row => row.ValidFrom)
            .Column("level", row => row.Level)
            .Column("passable_by", row => row.PassableBy)
            .Column("text_zh", row => row.TextZh)
            .Column("text_en", row => row.TextEn)
            .Column("remedy_zh", row => row.RemedyZh)
            .Column("remedy_en", row => row.RemedyEn)
            .Column("version", row => row.Version)
            .HeldInMemory();

    public static readonly VersionedTable<CheckSettingRow> CheckSettings =
        new VersionedTable<CheckSettingRow>("check_setting", "name", "valid_from")
            .Column("name", row => row.Name)
            .Column("valid_from", row => row.ValidFrom)
            .Column("value", row => row.Value)
            .Column("version", row => row.Version)
            .HeldInMemory();

    public static readonly VersionedTable<PolicyPeriodRow> PolicyPeriods =
        new VersionedTable<PolicyPeriodRow>("policy_period", "period")
            .Column("period", row => row.Period)
            .Column("valid_from", row => row.ValidFrom)
            .Column("valid_to", row => row.ValidTo)
            .Column("late_filing", row => row.LateFiling)
            .Column("late_limit_months", row => row.LateLimitMonths)
            .Column("version", row => row.Version)
            .HeldInMemory();

    public static readonly VersionedTable<NoDataEffectRow> NoDataEffects =
        new VersionedTable<NoDataEffectRow>("no_data_effect", "period", "code", "valid_from")
            .Column("period", row => row.Period)
            .Column("code", row => row.Code)
            .Column("valid_from", row => row.ValidFrom)
            .Column("level", row => row.Level)
            .Column("passable_by", row => row.PassableBy)
            .Column("version", row => row.Version)
            .HeldInMemory();

    public static readonly VersionedTable<VoucherKindFeedRow> VoucherKinds =
        new VersionedTable<VoucherKindFeedRow>("voucher_kind", "kind", "valid_from")
            .Column("kind", row => row.Kind)
            .Column("valid_from", row => row.ValidFrom)
            .Column("earns_for", row => string.Join('|', row.EarnsFor))
            .Column("version", row => row.Version)
            .HeldInMemory();

    public static readonly VersionedTable<ClassCriterionRow> ClassCriteria =
        new VersionedTable<ClassCriterionRow>("class_criterion", "code", "kind", "valid_from")
            .Column("code", row => row.Code)
            .Column("kind", row => row.Kind)
            .Column("valid_from", row => row.ValidFrom)
            .Column("valid_to", row => row.ValidTo)
            .Column("enterprise_class", row => (short)row.EnterpriseClass)
            .Column("logic", row => row.Logic)
            .Column("text_zh", row => row.TextZh)
            .Column("text_en", row => row.TextEn)
            .Column("is_note_required", row => row.IsNoteRequired)
            .Column("version", row => row.Version);
}
