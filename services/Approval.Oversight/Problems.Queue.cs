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
}
