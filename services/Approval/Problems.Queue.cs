using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval;

/// <summary>Refusals about the queue of the officers.</summary>
public static partial class Problems
{
    public static readonly ProblemCode NoSuchSavedFilter = new(
        "RBF-3060",
        404,
        "您没有这一筛选方案",
        "You have no such saved filter"
    );

    public static readonly ProblemCode SavedFilterNameTaken = new(
        "RBF-3061",
        409,
        "您已有同名的筛选方案",
        "You have a saved filter of that name"
    );

    public static readonly ProblemCode TooManySavedFilters = new(
        "RBF-3062",
        409,
        "筛选方案已达上限，请先删除",
        "You keep as many filters as there may be; delete one first"
    );

    public static readonly ProblemCode NoSuchOfficer = new(
        "RBF-3063",
        404,
        "本机关没有这一人员，或其尚未登录过",
        "Your authority has no such officer, or the officer never signed in"
    );

    public static readonly ProblemCode OfficerAbsent = new(
        "RBF-3064",
        409,
        "该人员今日不在岗",
        "The officer is recorded as absent today"
    );

    public static readonly ProblemCode OtherLacksPost = new(
        "RBF-3065",
        409,
        "接办人不在该岗位",
        "The other officer does not hold this post"
    );

    public static readonly ProblemCode OtherActedOnAnotherPost = new(
        "RBF-3066",
        409,
        "接办人已在本案的另一岗位办理",
        "The other officer has acted on another post of the case"
    );

    public static readonly ProblemCode OtherHoldsItAlready = new(
        "RBF-3067",
        409,
        "案件已由该人员办理",
        "The other officer holds the case already"
    );

    public static readonly ProblemCode AssignedAtRandom = new(
        "RBF-3068",
        409,
        "本机关随机派案，请使用“领取下一案件”",
        "Your authority assigns cases at random; ask for the next one"
    );

    public static readonly ProblemCode NotTheHead = new(
        "RBF-3069",
        403,
        "只能由本人或岗位负责人登记",
        "Only the officer or the head of the post may record this"
    );

    public static readonly ProblemCode AbsenceOverlaps = new(
        "RBF-3070",
        409,
        "该人员在此期间已有请假",
        "The officer has an absence within these days already"
    );

    public static readonly ProblemCode NoSuchAbsence = new(
        "RBF-3071",
        404,
        "没有这一未结束的请假",
        "There is no such absence that has not ended"
    );

    public static readonly ProblemCode BulkRefused = new(
        "RBF-3080",
        409,
        "批量中有案件不能办理",
        "Some of the cases cannot be decided"
    );

    public static readonly ProblemCode NotCleanGreen = new(
        "RBF-3081",
        409,
        "不是无疑点、无暂扣、无函调的绿色通道案件，请单独办理",
        "Not a green case without doubts, holds and letters; decide it by itself"
    );

    public static readonly ProblemCode NeedsSecondOfficer = new(
        "RBF-3082",
        403,
        "大额款项的放行须由另一人确认",
        "Another officer has to confirm the release of a large amount"
    );
}
