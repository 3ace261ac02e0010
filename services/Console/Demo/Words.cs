namespace RebateFlow.Console.Demo;

/// <summary>The trade's Chinese words for the codes of the APIs.</summary>
public static class Words
{
    /// <summary>Empty for a code that has no word here.</summary>
    public static string Of(string code) =>
        code switch
        {
            "CLEAN" => "无疑点",
            "PASSABLE" => "疑点可挑过",
            "AWAITING_DATA" => "等待电子信息",
            "BLOCKED" => "疑点不可挑过",
            "GREEN" => "绿色通道",
            "STANDARD" => "一般通道",
            "ENHANCED" => "加强审核",
            "UNDER_REVIEW" => "审核中",
            "APPROVED" => "核准",
            "REJECTED" => "不予核准",
            "RETURNED" => "退回",
            "WITHDRAWN" => "撤回",
            "HELD" => "暂不办理",
            "FORMALLY_DECLARED" => "已正式申报",
            _ => "",
        };
}
